import { CircleCheck } from 'lucide-react';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useIds } from '../../store/use-row.ts';
import { AlertCard } from './alert-card.tsx';
import { EndingSilences, useEndingSilences } from './ending-silences.tsx';
import { useAlerts } from './use-alerts.ts';
import './alerts.css';

/** Beyond this the block says how many more there are; the Alerts screen has all. */
const MOST_SHOWN = 20;

/** What fires, above everything else beside the queues; while nothing does, that it is quiet and that rules are watching. */
export function AlertBlock() {
  const { firing, pending } = useAlerts();
  const ending = useEndingSilences();
  const ruleCount = useIds('alertRules').length;
  const isQuiet = firing.length === 0;
  return (
    <section className="block alert-block" aria-labelledby="alert-block-title" data-quiet={isQuiet || undefined}>
      <div className="block-head">
        <h2 id="alert-block-title">{t('alerts.title')}</h2>
      </div>
      <EndingSilences silences={ending} />
      {isQuiet && (
        <p className="alert-quiet quiet" {...plain('rows')}>
          <CircleCheck size={14} aria-hidden="true" /> {t('alerts.count', { count: 0 })}
          {ruleCount > 0 && ` · ${t('alerts.watching', { count: ruleCount })}`}
          {pending.length > 0 && ` · ${t('alerts.about-to', { count: pending.length })}`}
        </p>
      )}
      <ul className="alert-list" hidden={isQuiet}>
        {firing.slice(0, MOST_SHOWN).map((alert) => (
          <AlertCard key={alert.id} alert={alert} />
        ))}
      </ul>
      {firing.length > MOST_SHOWN && (
        <p className="quiet" {...plain('rows')}>
          {t('list.more', { count: firing.length - MOST_SHOWN })}
        </p>
      )}
    </section>
  );
}
