import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { BacktestResult } from '@floorwalk/shared/api/alerts';
import { fetchBacktest, startBacktest } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatDate, formatDuration, formatTime } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { fromFieldValue, toFieldValue } from '../../ui/zone-time.ts';
import { AlertSeverity } from './alert-severity.tsx';
import { queueName } from './rule-name.ts';
import { useOpenMoment } from './use-open-moment.ts';

const DAY_MS = 86_400_000;
const POLL_MS = 500;

/** Runs the rule as it stands in the editor over a past of the site, by the code that runs it live. */
export function BacktestPanel({ rule, isReady }: { readonly rule: AlertRule; readonly isReady: boolean }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const [span, setSpan] = useState(() => {
    const to = Math.floor(live().siteTime() / 1_000) * 1_000;
    return { from: to - DAY_MS, to };
  });
  const asking = useMutation({ mutationFn: () => startBacktest(siteId, { rules: [rule], ...span }) });
  const id = asking.data?.id;
  const backtest = useQuery({
    queryKey: ['backtest', siteId, id],
    queryFn: () => fetchBacktest(siteId, id ?? ''),
    enabled: id !== undefined,
    refetchInterval: ({ state }) =>
      state.data?.status === 'done' || state.data?.status === 'failed' ? false : POLL_MS,
  });
  const answer = id === undefined ? undefined : (backtest.data ?? asking.data);
  const running = asking.isPending || answer?.status === 'queued' || answer?.status === 'running';
  const problem = asking.error ?? backtest.error;
  return (
    <section aria-labelledby="backtest-title">
      <h2 id="backtest-title">{t('backtest.title')}</h2>
      <div className="rule-fields">
        {(['from', 'to'] as const).map((end) => (
          <label key={end} className="field">
            <span>{t(`backtest.${end}`)}</span>
            <input
              type="datetime-local"
              step={1}
              value={toFieldValue(span[end], zone)}
              onChange={(event) => {
                const at = fromFieldValue(event.target.value, zone);
                if (at !== null) setSpan({ ...span, [end]: at });
              }}
            />
          </label>
        ))}
      </div>
      <p>
        <button type="button" className="button" disabled={!isReady || running} onClick={() => asking.mutate()}>
          {t('backtest.run')}
        </button>
      </p>
      <div role="status">
        {answer?.status === 'queued' && <p>{t('backtest.queued')}</p>}
        {answer?.status === 'running' && (
          <p>
            <progress max={100} value={answer.progress} /> {t('backtest.running', { progress: answer.progress })}
          </p>
        )}
        {answer?.result && <Totals result={answer.result} />}
      </div>
      {(problem !== null || answer?.status === 'failed') && (
        <p role="alert" className="form-problem">
          {problem === null ? `${t('backtest.failed')}: ${answer?.problem ?? ''}` : problemWords(problem)}
        </p>
      )}
      {answer?.result && <Firings result={answer.result} zone={zone} />}
    </section>
  );
}

function Totals({ result: { totals, current } }: { readonly result: BacktestResult }) {
  const values = ({ firingCount, pageCount, firingMs }: BacktestResult['totals']) => ({
    firings: firingCount,
    pages: pageCount,
    duration: formatDuration(firingMs),
  });
  return (
    <>
      <p>
        <strong>{t('backtest.totals', values(totals))}</strong>
      </p>
      {current !== null && <p>{t('backtest.current', values(current))}</p>}
    </>
  );
}

function Firings({ result, zone }: { readonly result: BacktestResult; readonly zone: string }) {
  const seek = useOpenMoment();
  if (result.firings.length === 0) return null;
  return (
    <>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('history.column.fired')}</th>
              <th scope="col">{t('history.column.lasted')}</th>
              <th scope="col">{t('rule.severity')}</th>
              <th scope="col">{t('history.column.subject')}</th>
              <th scope="col">{t('history.column.paged')}</th>
            </tr>
          </thead>
          <tbody>
            {result.firings.map((firing) => {
              const when = `${formatDate(firing.firedAt, zone)} ${formatTime(firing.firedAt, zone)}`;
              return (
                <tr key={`${firing.severity} ${firing.subject} ${firing.firedAt}`}>
                  <td>
                    {seek ? (
                      <button type="button" className="link-button" onClick={() => seek(firing.firedAt)}>
                        {when}
                      </button>
                    ) : (
                      when
                    )}
                  </td>
                  <td>
                    {firing.resolvedAt === null
                      ? t('history.still')
                      : formatDuration(firing.resolvedAt - firing.firedAt)}
                  </td>
                  <td>
                    <AlertSeverity severity={firing.severity} />
                  </td>
                  <td>{queueName(firing.subject)}</td>
                  <td>{t(firing.paged ? 'history.yes' : 'history.no')}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {result.leftOutCount > 0 && <p className="quiet">{t('backtest.left-out', { count: result.leftOutCount })}</p>}
    </>
  );
}
