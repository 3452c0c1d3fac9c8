import type { HandoffRow } from '@floorwalk/shared/handoffs/rows';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { Figure } from '../../numbers/figure.tsx';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { handoffColumns } from './handoff-columns.tsx';
import { momentWords } from './handoff-words.ts';
import { TimeLeft } from './time-left.tsx';

/** Beyond this the list is cut and says so. */
export const MOST_SHOWN = 200;

/** Handoffs in the order given, each with who has it and how much business time is left. */
export function HandoffTable({
  rows,
  labelledBy,
}: {
  readonly rows: readonly HandoffRow[];
  readonly labelledBy: string;
}) {
  const siteId = useSiteId();
  const { openPanel } = useDeskActions();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  return (
    <>
      <DataTable
        rows={rows.slice(0, MOST_SHOWN)}
        keyOf={({ id }) => id}
        labelledBy={labelledBy}
        columns={[
          ...handoffColumns<HandoffRow>((id) => openPanel('handoff', id)),
          {
            id: 'left',
            label: t('handoffs.column.left'),
            cell: (row) => (
              <span className="numeric">
                <TimeLeft row={row} />
              </span>
            ),
          },
          {
            id: 'due',
            label: t('handoffs.column.due'),
            cell: (row) => (
              <span className="numeric" {...plain('moment')}>
                {dueOf(row, zone)}
              </span>
            ),
          },
          {
            id: 'bounces',
            label: t('handoffs.column.bounces'),
            isNumber: true,
            cell: (row) => (
              <Figure figure="handoff-bounces" of={row.title}>
                {row.bounceCount}
              </Figure>
            ),
          },
        ]}
      />
      {rows.length > MOST_SHOWN && (
        <p className="page-note">{t('handoffs.cut', { shown: MOST_SHOWN, count: rows.length })}</p>
      )}
    </>
  );
}

function dueOf({ breachedAt, dueAt, endedAt }: HandoffRow, zone: string): string {
  const at = endedAt ?? breachedAt ?? dueAt;
  return at === null ? t('handoff.clock-stands') : momentWords(at, zone);
}
