import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SERIES_METHODS } from '@floorwalk/shared/forecast/series-method';
import { cancelLearning, fetchAccuracy } from '../../api/forecast.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { formatCount, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { ageWords, methodWords, percent, problemOf } from './forecast-words.ts';
import { SegmentHandleTimes } from './segment-handle-times.tsx';

const SPANS = [7, 28, 91] as const;
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
          <ScrollRegion className="table-frame" labelledBy="forecast-methods">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('forecast.queue')}</th>
                  <th scope="col">{t('forecast.method')}</th>
                  <th scope="col" className="cell-number">
                    {t('forecast.error')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.chance')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.coverage')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.handle-time-error')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.tested-days')}
                  </th>
                  {compared.map((method) => (
                    <th key={method} scope="col" className="cell-number">
                      {methodWords(method)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {queues.map((queue) => (
                  <tr key={queue.queueId}>
                    <th scope="row">{queue.name}</th>
                    <td>{methodWords(queue.method)}</td>
                    <FigureCell figure="forecast-error" of={queue.name} text={percent(queue.wape)} />
                    <FigureCell figure="forecast-chance" of={queue.name} text={percent(queue.noiseFloor)} />
                    <FigureCell figure="forecast-coverage" of={queue.name} text={percent(queue.coverage)} />
                    <FigureCell figure="handle-time-error" of={queue.name} text={percent(queue.handleTimeError)} />
                    <FigureCell figure="forecast-tested" of={queue.name} text={formatCount(queue.testedDays)} />
                    {compared.map((method) => (
                      <FigureCell
                        key={method}
                        figure="forecast-error"
                        of={`${queue.name} · ${methodWords(method)}`}
                        text={percent(queue.errors[method] ?? null)}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
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
          <ScrollRegion className="table-frame" labelledBy="forecast-ages">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('forecast.age')}</th>
                  <th scope="col" className="cell-number">
                    {t('forecast.error')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.chance')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.coverage')}
                  </th>
                  <th scope="col" className="cell-number">
                    {t('forecast.intervals')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {ages.map((age) => (
                  <tr key={age.age}>
                    <th scope="row">{ageWords(age)}</th>
                    <FigureCell figure="forecast-error" of={ageWords(age)} text={percent(age.wape)} />
                    <FigureCell figure="forecast-chance" of={ageWords(age)} text={percent(age.noiseFloor)} />
                    <FigureCell figure="forecast-coverage" of={ageWords(age)} text={percent(age.coverage)} />
                    <FigureCell figure="forecast-tested" of={ageWords(age)} text={formatCount(age.intervals)} />
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
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
