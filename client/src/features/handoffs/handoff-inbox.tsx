import { useMutation } from '@tanstack/react-query';
import { memo } from 'react';
import type { HandoffRow } from '@floorwalk/shared/handoffs/rows';
import { actOnHandoff } from '../../api/handoffs.ts';
import { t } from '../../messages/text.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { useDepartmentName } from './department-name.ts';
import { momentWords, stateWords } from './handoff-words.ts';
import { useHandoffsForMe } from './use-handoffs-for-me.ts';
import './handoffs.css';

/** In the Inbox: handoffs that wait for the viewer. */
export default function HandoffInbox() {
  const rows = useHandoffsForMe();
  if (rows.length === 0) return null;
  return (
    <section className="inbox-section" aria-labelledby="inbox-handoffs">
      <h2 id="inbox-handoffs">{t('handoffs.for-me', { count: rows.length })}</h2>
      <ul className="handoff-cards">
        {rows.map((row) => (
          <HandoffCard key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

const HandoffCard = memo(function HandoffCard({ row }: { readonly row: HandoffRow }) {
  const siteId = useSiteId();
  const { openPanel } = useDeskActions();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const from = useDepartmentName(row.fromDepartmentId);
  const to = useDepartmentName(row.toDepartmentId);
  const accepting = useMutation({ mutationFn: () => actOnHandoff(siteId, row.id, 'accept', {}) });
  return (
    <li className="handoff-card" data-breached={row.breachedAt !== null || undefined}>
      <p className="handoff-head">
        <strong>{row.title}</strong>
        <span className="quiet">{t('handoff.between', { from, to })}</span>
      </p>
      <p>
        {stateWords(row.state)} · {dueWords(row, zone)}
      </p>
      <div className="button-row">
        {row.state !== 'returned' && (
          <RowButton
            word={t('handoff.accept')}
            name={t('handoff.accept-named', { title: row.title })}
            tone="primary"
            isBusy={accepting.isPending}
            onClick={() => accepting.mutate()}
          />
        )}
        <RowButton
          word={t('handoff.open')}
          name={t('handoff.open-named', { title: row.title })}
          onClick={() => openPanel('handoff', row.id)}
        />
      </div>
      <FormProblem error={accepting.error} />
    </li>
  );
});

function dueWords({ breachedAt, dueAt }: HandoffRow, zone: string): string {
  if (breachedAt !== null) return t('handoff.broken-since', { moment: momentWords(breachedAt, zone) });
  return dueAt === null ? t('handoff.clock-stands') : t('handoff.due', { moment: momentWords(dueAt, zone) });
}
