import { useId } from 'react';
import type { HandoverRow } from '@floorwalk/shared/handover/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { DASH, formatDuration } from '../../ui/format.ts';

const MOST_SHOWN = 8;

/** Handovers that still need somebody, and how long each has waited. */
export function HandoversNow({ botId }: { readonly botId: string | null }) {
  const titleId = useId();
  const rows = useDerived(
    ['handovers'],
    () =>
      [...live().store.tables.handovers.rows()]
        .filter((row) => row.endedAt === null && (botId === null || row.botId === botId))
        .sort((left, right) => left.offeredAt - right.offeredAt || (left.id < right.id ? -1 : 1)),
    same,
    botId ?? '',
    500,
  );
  if (rows.length === 0) return null;
  return (
    <section className="pane" aria-labelledby={titleId}>
      <div className="block-head">
        <h3 id={titleId}>{t('handover.title')}</h3>
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('handover.column.what')}</th>
            <th scope="col">{t('handover.column.state')}</th>
            <th scope="col">{t('handover.column.owner')}</th>
            <th scope="col" className="cell-number">
              {t('handover.column.waited')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_SHOWN).map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      {rows.length > MOST_SHOWN && (
        <p className="quiet" {...plain('rows')}>
          {t('list.more', { count: rows.length - MOST_SHOWN })}
        </p>
      )}
    </section>
  );
}

function Line({ row }: { readonly row: HandoverRow }) {
  const { openPanel } = useDeskActions();
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button" onClick={() => openPanel('handover', row.id)}>
          {row.intent ?? row.botName}
        </button>
        {row.tier !== null && <span className="quiet"> {row.tier}</span>}
      </th>
      <td>
        {t(
          row.fallBackWhy === 'in-queue' && row.state === 'fallen-back'
            ? 'handover.in-queue'
            : `handover.state.${row.state}`,
        )}
      </td>
      <td>{row.owner?.name ?? row.presentedTo?.name ?? DASH}</td>
      <td className="numeric">
        <Waited row={row} />
      </td>
    </tr>
  );
}

/** A leaf of its own, because it changes every second. */
function Waited({ row }: { readonly row: HandoverRow }) {
  const now = useNow();
  return (
    <Figure figure="handover-wait" of={row.intent ?? row.botName}>
      {formatDuration((row.acceptedAt ?? now) - row.offeredAt)}
    </Figure>
  );
}
