import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { SimulationAnswer } from '@floorwalk/shared/api/what-if';
import type { Estimate } from '@floorwalk/shared/simulation/estimate';
import { readCell } from '@floorwalk/shared/floor/cell';
import { estimatePatience } from '@floorwalk/shared/staffing/estimate-patience';
import { stressScenario } from '@floorwalk/shared/what-if/stress-scenario';
import { ASSUMED_PATIENCE_MS } from '@floorwalk/shared/what-if/what-if';
import { cancelSimulation, fetchSimulation, startSimulation } from '../../api/what-if.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { formText } from '../../ui/form-text.ts';
import { DASH, formatCount, formatDuration, formatRatio } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import './what-if.css';

const REPLICATIONS = 50;
const ASK_AGAIN_MS = 500;

/** A launch or campaign over days by simulation, in the background, with progress; it can be cancelled. */
export function StressTestBlock() {
  const siteId = useSiteId();
  const queues = useDerived(['forecasts', 'queues'], readQueues, same, '');
  const [id, setId] = useState<string | null>(null);
  const starting = useMutation({
    mutationFn: (form: FormData) => startSimulation(siteId, requestOf(form)),
    onSuccess: (run) => setId(run.id),
  });
  const run = useQuery({
    queryKey: ['simulation', siteId, id],
    queryFn: () => fetchSimulation(siteId, id ?? ''),
    enabled: id !== null,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? ASK_AGAIN_MS : false),
  });
  const cancelling = useMutation({
    mutationFn: () => cancelSimulation(siteId, id ?? ''),
    onSuccess: () => run.refetch(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    starting.mutate(new FormData(event.currentTarget));
  };
  const problem = starting.error ?? run.error ?? cancelling.error;
  return (
    <section className="what-if-stress" aria-labelledby="stress-title">
      <h2 id="stress-title">{t('stress.title')}</h2>
      <p className="quiet">{t('stress.text')}</p>
      {queues.length === 0 ? (
        <p className="quiet">{t('what-if.no-forecast')}</p>
      ) : (
        <form className="what-if-stress-form" onSubmit={submit}>
          <label className="field">
            <span>{t('stress.queue')}</span>
            <select name="queue">
              {queues.map((queue) => (
                <option key={queue.id} value={queue.id}>
                  {queue.name}
                </option>
              ))}
            </select>
          </label>
          <NumberField name="days" label={t('stress.days')} min={1} max={14} step={1} value={3} />
          <NumberField name="volume" label={t('stress.volume')} min={0.1} max={10} step={0.1} value={1.5} />
          <NumberField name="handle-time" label={t('stress.handle-time')} min={0.1} max={5} step={0.1} value={1} />
          <NumberField name="agents" label={t('stress.agents')} min={-500} max={500} step={1} value={0} />
          <button type="submit" className="button button-primary" disabled={starting.isPending || isUnderWay(run.data)}>
            {t('stress.start')}
          </button>
        </form>
      )}
      {problem !== null && (
        <p role="alert" className="form-problem">
          {problemWords(problem)}
        </p>
      )}
      {run.data && (
        <>
          <p role="status" className="numeric">
            {t('stress.progress', {
              name: run.data.name,
              progress: run.data.progress,
              contacts: formatCount(run.data.contactCount),
            })}{' '}
            · {t(`stress.${run.data.status}`)}
          </p>
          {isUnderWay(run.data) && (
            <div className="what-if-progress">
              <progress max={100} value={run.data.progress} aria-label={run.data.name} />
              <button type="button" className="button button-small" onClick={() => cancelling.mutate()}>
                {t('stress.cancel')}
              </button>
            </div>
          )}
          {run.data.problem !== null && <p className="form-problem">{run.data.problem}</p>}
          {run.data.result && <StressResult run={run.data} />}
        </>
      )}
    </section>
  );
}

function StressResult({ run }: { readonly run: SimulationAnswer }) {
  const queue = run.result?.queues[0];
  if (queue === undefined) return null;
  const level = (estimate: Estimate | null) =>
    estimate === null ? DASH : `${formatRatio(estimate.value)} ± ${formatRatio(estimate.half)}`;
  const worst = queue.intervals.reduce<number | null>((low, one) => {
    const value = one.slOffered?.value ?? null;
    return value === null ? low : low === null ? value : Math.min(low, value);
  }, null);
  return (
    <dl className="what-if-facts numeric">
      {(
        [
          ['level', level(queue.day.slOffered)],
          ['abandon', level(queue.day.abandonRate)],
          ['asa', queue.day.asaSec === null ? DASH : formatDuration(queue.day.asaSec.value * 1_000)],
          ['worst', formatRatio(worst)],
        ] as const
      ).map(([name, text]) => (
        <div key={name}>
          <dt>{t(`stress.${name}`)}</dt>
          <dd>
            <Figure figure="simulated" of={t(`stress.${name}`)}>
              {text}
            </Figure>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function NumberField(props: {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}) {
  const { label, value, ...rest } = props;
  return (
    <label className="field">
      <span>{label}</span>
      <input type="number" required defaultValue={value} {...rest} />
    </label>
  );
}

function isUnderWay(run: SimulationAnswer | undefined): boolean {
  return run?.status === 'queued' || run?.status === 'running';
}

function readQueues(): readonly { readonly id: string; readonly name: string }[] {
  const { tables } = live().store;
  return [...tables.forecasts.rows()].map(({ queueId }) => ({
    id: queueId,
    name: tables.queues.row(queueId)?.name ?? queueId,
  }));
}

/** The queue's day as forecast, with the agents it requires, under the load asked for. */
function requestOf(form: FormData) {
  const { tables } = live().store;
  const queueId = formText(form, 'queue');
  const forecast = tables.forecasts.row(queueId);
  const queue = tables.queues.row(queueId);
  if (forecast === undefined || queue === undefined) throw new Error(t('what-if.no-forecast'));
  // The day as far as it is known what it needs.
  const from = forecast.requiredAgents.lastIndexOf(null) + 1;
  const days = Number(formText(form, 'days'));
  const volumeFactor = Number(formText(form, 'volume'));
  const today = readCell(queue.windows.today);
  const measured = estimatePatience(today.answeredWaitMs + today.abandonedWaitMs, today.abandonedCount);
  return {
    name: t('stress.name', { queue: queue.name, volume: volumeFactor, days }).slice(0, 200),
    scenario: stressScenario({
      queueId,
      intervalMs: forecast.intervalMs,
      offeredCounts: (forecast.plannedCounts ?? forecast.offeredCounts).slice(from).map((count) => count ?? 0),
      handleTimesMs: forecast.handleTimesMs.slice(from),
      agents: forecast.requiredAgents.slice(from).map((count) => count ?? 0),
      thresholdMs: queue.serviceLevelThresholdMs,
      patienceMs: measured === null || measured <= 0 ? ASSUMED_PATIENCE_MS : measured,
      days,
      volumeFactor,
      handleTimeFactor: Number(formText(form, 'handle-time')),
      agentsMore: Number(formText(form, 'agents')),
      errorRatio: forecast.errorRatio,
      replications: REPLICATIONS,
      seed: 1,
    }),
  };
}
