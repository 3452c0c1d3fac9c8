import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchAttainment } from '../../api/handoffs.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
import { plain } from '../../numbers/plain.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formatCount, formatRatio } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { betweenWords } from './department-name.ts';

const DAY_MS = 86_400_000;
const SPANS = { day: 31 * DAY_MS, month: 395 * DAY_MS } as const;

/** How departments keep what they promised each other: per pair, by day or month, never without how many it is of. */
export function Attainment() {
  const siteId = useSiteId();
  const [by, setBy] = useState<'day' | 'month'>('day');
  const attainment = useQuery({
    queryKey: ['handoff-attainment', siteId, by],
    queryFn: () => fetchAttainment(siteId, by, Math.floor(live().now - SPANS[by])),
    refetchOnMount: 'always',
  });
  return (
    <section aria-labelledby="attainment-title">
      <h2 id="attainment-title">{t('attainment.title')}</h2>
      <p className="quiet">{t('attainment.text')}</p>
      <div className="handoffs-tabs">
        {(['day', 'month'] as const).map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={by === one} onClick={() => setBy(one)}>
            {t(`attainment.by-${one}`)}
          </button>
        ))}
      </div>
      {attainment.isPending && <Skeleton rows={6} label={t('state.loading')} />}
      {attainment.isError && <p role="alert">{problemWords(attainment.error)}</p>}
      {attainment.isSuccess && attainment.data.length === 0 && <p>{t('attainment.none')}</p>}
      {attainment.isSuccess && attainment.data.length > 0 && (
        <div className="table-frame">
          <table className="table" aria-labelledby="attainment-title">
            <thead>
              <tr>
                <th scope="col">{t('attainment.column.period')}</th>
                <th scope="col">{t('handoffs.column.between')}</th>
                <th scope="col" className="cell-number">
                  {t('attainment.column.rate')}
                </th>
                <th scope="col" className="cell-number">
                  {t('attainment.column.of')}
                </th>
              </tr>
            </thead>
            <tbody>
              {attainment.data.map(({ period, fromDepartmentId: from, toDepartmentId: to, settled, within, rate }) => (
                <tr key={`${period} ${from ?? ''} ${to}`}>
                  <td className="numeric" {...plain('moment')}>
                    {period}
                  </td>
                  <td>{betweenWords(from, to)}</td>
                  <FigureCell
                    figure="handoff-attainment"
                    of={`${betweenWords(from, to)} · ${period}`}
                    text={formatRatio(rate)}
                    above={formatCount(within)}
                    below={formatCount(settled)}
                  />
                  <td className="cell-number" {...plain('evidence')}>
                    {t('handoff.of', { took: formatCount(within), promised: formatCount(settled) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
