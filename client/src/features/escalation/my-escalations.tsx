import { t } from '../../messages/text.ts';
import { EscalationCard } from './escalation-card.tsx';
import { useMine } from './use-escalations.ts';

/** What came to the viewer, to be answered: the part of the inbox. */
export default function MyEscalations() {
  const mine = useMine();
  return (
    <section aria-labelledby="my-escalations" className="my-escalations">
      <h2 id="my-escalations">{t('escalation.title')}</h2>
      {mine.length === 0 && <p className="quiet">{t('escalation.none-for-you')}</p>}
      <ul className="escalation-list">
        {mine.map((row) => (
          <EscalationCard key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}
