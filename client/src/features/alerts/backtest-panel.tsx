import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { BacktestAnswer, BacktestResult } from '@floorwalk/shared/api/alerts';
import { fetchBacktest, startBacktest } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { Field } from '../../ui/form-parts.tsx';
import { formatDuration } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { fromFieldValue, toFieldValue } from '../../ui/zone-time.ts';
import { FiringTable } from './firing-table.tsx';
import { FiringTimeline, onlyIn } from './firing-timeline.tsx';
import { queueName } from './rule-name.ts';

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
          <Field key={end} label={t(`backtest.${end}`)}>
            <input
              type="datetime-local"
              step={1}
              value={toFieldValue(span[end], zone)}
              onChange={(event) => {
                const at = fromFieldValue(event.target.value, zone);
                if (at !== null) setSpan({ ...span, [end]: at });
              }}
            />
          </Field>
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
        {answer?.result && <Totals result={answer.result} to={answer.to} />}
      </div>
      {(problem !== null || answer?.status === 'failed') && (
        <p role="alert" className="form-problem">
          {problem === null ? `${t('backtest.failed')}: ${answer?.problem ?? ''}` : problemWords(problem)}
        </p>
      )}
      {answer?.result && <Firings answer={answer} zone={zone} />}
    </section>
  );
}

function Totals({
  result: { totals, current, firings, currentFirings },
  to,
}: {
  readonly result: BacktestResult;
  readonly to: number;
}) {
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
      {currentFirings !== undefined && (
        <p>
          {t('backtest.difference', {
            more: onlyIn(firings, currentFirings, to).length,
            fewer: onlyIn(currentFirings, firings, to).length,
          })}
        </p>
      )}
    </>
  );
}

function Firings({ answer, zone }: { readonly answer: BacktestAnswer; readonly zone: string }) {
  const { result, from, to } = answer;
  if (result === null || result.firings.length + (result.currentFirings?.length ?? 0) === 0) return null;
  const lanes = [
    { name: t('backtest.lane.edited'), firings: result.firings },
    ...(result.currentFirings === undefined
      ? []
      : [{ name: t('backtest.lane.current'), firings: result.currentFirings }]),
  ];
  return (
    <>
      <FiringTimeline label={t('backtest.timeline')} lanes={lanes} from={from} to={to} zone={zone} />
      {result.firings.length > 0 && (
        <FiringTable
          zone={zone}
          columns={[]}
          lines={result.firings.map((firing) => ({
            ...firing,
            key: `${firing.severity} ${firing.subject} ${firing.firedAt}`,
            subjectName: queueName(firing.subject),
            value: '',
          }))}
        />
      )}
      {result.leftOutCount > 0 && <p className="quiet">{t('backtest.left-out', { count: result.leftOutCount })}</p>}
    </>
  );
}
