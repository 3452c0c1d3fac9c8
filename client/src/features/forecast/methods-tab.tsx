import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccuracyAnswer } from '@floorwalk/shared/api/forecast';
import { SERIES_METHODS } from '@floorwalk/shared/forecast/series-method';
import { cancelLearning, fetchAccuracy } from '../../api/forecast.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { figureColumns } from '../../numbers/figure-columns.tsx';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { ageWords, methodWords, percent, problemOf } from './forecast-words.ts';
import { SegmentHandleTimes } from './segment-handle-times.tsx';

const SPANS = [7, 28, 91] as const;
type Queue = AccuracyAnswer['queues'][number];
const ofQueue = figureColumns<Queue>(({ name }) => name);
const ofAge = figureColumns<AccuracyAnswer['ages'][number]>(ageWords);
/** How often is asked how far the choosing of methods is, ms. */
const LEARNING_MS = 1_000;
/** The same where none is due: it may begin at any time. */
const IDLE_MS = 30_000;

/** The method of each queue with its error beside chance and the simpler methods, and published forecasts by their age. */
export function MethodsTab() {
  const siteId = useSiteId();
  const [days, setDays] = useState<number>(28);
  const [queueId, setQueueId] = useState('');
  const accuracy = useQuery({
    queryKey: ['forecast-accuracy', siteId, days],
    queryFn: () => fetchAccuracy(siteId, days),
    refetchOnMount: 'always',
    refetchInterval: ({ state: { data } }) =>
      data?.status.learning || (data?.status.dueAt ?? Infinity) <= live().siteTime() ? LEARNING_MS : IDLE_MS,
  });
  if (accuracy.isPending) return <Skeleton rows={8} label={t('state.loading')} />;
  if (accuracy.isError) return <p role="alert">{problemWords(accuracy.error)}</p>;
  const { status, queues } = accuracy.data;
  const ages = queues.find((queue) => queue.queueId === queueId)?.ages ?? accuracy.data.ages;
  const compared = SERIES_METHODS.filter((method) => queues.some(({ errors }) => errors[method] !== undefined));
  return (
    <>
      <p className="page-note">
        {status.problem === null ? t('forecast.method.how') : problemOf(status.problem)}
        {status.dueAt !== null && ` ${t('forecast.next-due', { time: formatTimeShort(status.dueAt, status.zone) })}`}
        {status.refusedDays > 0 && ` ${t('forecast.refused-days', { count: status.refusedDays })}`}
      </p>
      {status.learning !== null && <LearningProgress siteId={siteId} {...status.learning} />}
      <section aria-labelledby="forecast-methods">
        <h2 id="forecast-methods">{t('forecast.by-queue')}</h2>
        {queues.length === 0 ? (
          <p>{t('forecast.problem.no-history')}</p>
        ) : (
          <DataTable
            rows={queues}
            keyOf={(queue) => queue.queueId}
            labelledBy="forecast-methods"
            hasFigures
            columns={[
              { id: 'queue', label: t('forecast.queue'), cell: ({ name }) => name },
              { id: 'method', label: t('forecast.method'), cell: ({ method }) => methodWords(method) },
              ofQueue('error', t('forecast.error'), 'forecast-error', ({ wape }) => percent(wape)),
              ofQueue('chance', t('forecast.chance'), 'forecast-chance', ({ noiseFloor }) => percent(noiseFloor)),
              ofQueue('coverage', t('forecast.coverage'), 'forecast-coverage', ({ coverage }) => percent(coverage)),
              ofQueue('handle-time', t('forecast.handle-time-error'), 'handle-time-error', ({ handleTimeError }) =>
                percent(handleTimeError),
              ),
              ofQueue('tested', t('forecast.tested-days'), 'forecast-tested', ({ testedDays }) =>
                formatCount(testedDays),
              ),
              ...compared.map((method) =>
                figureColumns<Queue>(({ name }) => `${name} · ${methodWords(method)}`)(
                  method,
                  methodWords(method),
                  'forecast-error',
                  ({ errors }) => percent(errors[method] ?? null),
                ),
              ),
            ]}
          />
        )}
      </section>
      <SegmentHandleTimes segments={accuracy.data.segments} />
      <section aria-labelledby="forecast-ages">
        <h2 id="forecast-ages">{t('forecast.by-age')}</h2>
        <p>{t('forecast.by-age.how')}</p>
        <div className="forecast-fields">
          <label className="field">
            <span>{t('forecast.queue')}</span>
            <select value={queueId} onChange={(event) => setQueueId(event.target.value)}>
              <option value="">{t('forecast.all-queues')}</option>
              {queues.map((queue) => (
                <option key={queue.queueId} value={queue.queueId}>
                  {queue.name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('forecast.span')}</span>
            <select value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {SPANS.map((span) => (
                <option key={span} value={span}>
                  {t('forecast.span.days', { count: span })}
                </option>
              ))}
            </select>
          </label>
        </div>
        {ages.length === 0 ? (
          <p>{t('forecast.by-age.none')}</p>
        ) : (
          <DataTable
            rows={ages}
            keyOf={({ age }) => age}
            labelledBy="forecast-ages"
            hasFigures
            columns={[
              { id: 'age', label: t('forecast.age'), cell: ageWords },
              ofAge('error', t('forecast.error'), 'forecast-error', ({ wape }) => percent(wape)),
              ofAge('chance', t('forecast.chance'), 'forecast-chance', ({ noiseFloor }) => percent(noiseFloor)),
              ofAge('coverage', t('forecast.coverage'), 'forecast-coverage', ({ coverage }) => percent(coverage)),
              ofAge('intervals', t('forecast.intervals'), 'forecast-tested', ({ intervals }) => formatCount(intervals)),
            ]}
          />
        )}
      </section>
    </>
  );
}

/** How far the choosing of methods is; whoever may have forecasts made may end it. */
function LearningProgress({
  siteId,
  done,
  total,
}: {
  readonly siteId: string;
  readonly done: number;
  readonly total: number;
}) {
  const client = useQueryClient();
  const isPast = isTravelling(useDeskSearch());
  const mayCancel = useMay('edit-schedules', siteId) && !isPast;
  const cancelling = useMutation({
    mutationFn: () => cancelLearning(siteId),
    onSettled: () => client.invalidateQueries({ queryKey: ['forecast-accuracy', siteId] }),
  });
  const words = t('forecast.learning', { done: formatCount(done), total: formatCount(total) });
  return (
    <div className="forecast-learning">
      <progress max={total} value={done} aria-label={words} />
      <span role="status">{words}</span>
      {mayCancel && (
        <button
          type="button"
          className="button button-small"
          disabled={cancelling.isPending}
          onClick={() => cancelling.mutate()}
        >
          {t('forecast.learning.cancel')}
        </button>
      )}
      {cancelling.isError && (
        <span role="alert" className="form-problem">
          {problemWords(cancelling.error)}
        </span>
      )}
    </div>
  );
}
