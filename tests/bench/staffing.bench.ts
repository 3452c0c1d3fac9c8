import { learnQueues } from '@floorwalk/server/modules/forecast/learn-queues';
import { BAND_SHARE } from '@floorwalk/shared/forecast/forecast-band';
import { daysAfter } from '@floorwalk/shared/forecast/calendar-day';
import { componentMethod } from '@floorwalk/shared/forecast/component-method';
import type { HistoryDay } from '@floorwalk/shared/forecast/history';
import type { LearnedSeries } from '@floorwalk/shared/forecast/learn-series';
import { localDay } from '@floorwalk/shared/forecast/local-day';
import { intradayForecast } from '@floorwalk/shared/forecast/queue-forecast';
import type { SeriesPast } from '@floorwalk/shared/forecast/recorded-history';
import { planOf } from '@floorwalk/shared/simulation/plan';
import { replicator } from '@floorwalk/shared/simulation/simulate';
import type { Scenario } from '@floorwalk/shared/simulation/scenario';
import { estimatedWait } from '@floorwalk/shared/staffing/estimated-wait';
import { requiredServers, type RequiredServersInput } from '@floorwalk/shared/staffing/required-servers';
import type { BenchFigure } from './bench-figure.ts';

const sizes = [10, 100, 1_000, 10_000, 100_000];
const intervalSec = 1800;
const ahtSec = 300;
const patienceSec = 180;
const targetSec = 20;
const targetSL = 0.8;

/** Staffing answers, wait estimates, reforecasts and simulated contacts per second, on one core. */
export async function figures(): Promise<BenchFigure[]> {
  return [
    ...sizes.map((erlangs) => staffingFigure('erlang-c', erlangs, null, 20)),
    ...sizes.map((erlangs) => staffingFigure('erlang-a', erlangs, patienceSec, 200)),
    estimatedWaitFigure(),
    reforecastFigure(),
    learningFigure(),
    dayAheadFigure(),
    simulationFigure(),
  ];
}

function staffingFigure(
  model: 'erlang-c' | 'erlang-a',
  erlangs: number,
  patience: number | null,
  goalMicros: number,
): BenchFigure {
  const input: RequiredServersInput = {
    calls: (erlangs * intervalSec) / ahtSec,
    intervalSec,
    ahtSec,
    patienceSec: patience,
    targetSec,
    targetSL,
  };
  const plain = patience === null ? plainStaffingC : plainStaffingA;
  const expected = plain(erlangs);
  const found = requiredServers(input).servers;
  if (found !== expected)
    throw new Error(`${model} at ${erlangs} erlangs: ${found} agents, the plain search finds ${expected}`);
  const value = microsEach(() => requiredServers(input).servers, 250);
  const baseline = microsEach(() => plain(erlangs), 250);
  return {
    name: `staffing.${model}-${erlangs}-erlangs`,
    value: round(value),
    unit: 'µs',
    baseline: round(baseline),
    baselineName:
      patience === null ? 'plain recurrence, linear search from the load' : 'plain balance equations, linear search',
    ratio: round(value / baseline),
    goal: `<= ${goalMicros}`,
    met: value <= goalMicros,
  };
}

/** What most calculators do: the recurrence of Erlang B over all servers, anew for one agent more until the target is met. */
function plainStaffingC(erlangs: number): number {
  for (let servers = Math.floor(erlangs) + 1; ; servers++) {
    let blocking = 1;
    for (let n = 1; n <= servers; n++) blocking = (erlangs * blocking) / (n + erlangs * blocking);
    const waiting = blocking / (1 - (erlangs / servers) * (1 - blocking));
    if (1 - waiting * Math.exp((-(servers - erlangs) * targetSec) / ahtSec) >= targetSL) return servers;
  }
}

/**
 * The same for Erlang A: the chances of all states from the balance equations, the chance to be answered in time by moving up
 * the queue step by step, one agent more until the target is met, from the fluid limit on.
 */
function plainStaffingA(erlangs: number): number {
  const mu = 1 / ahtSec;
  const theta = 1 / patienceSec;
  const lambda = erlangs * mu;
  for (let servers = Math.floor(erlangs * Math.exp(-targetSec / patienceSec)); ; servers++) {
    // From the state of all agents busy both ways, so that nothing overflows.
    let below = 0;
    for (let n = servers, weight = 1; n >= 1; n--) {
      weight *= (n * mu) / lambda;
      below += weight;
      if (weight < 1e-18 * below && n < erlangs) break;
    }
    const most = servers + Math.ceil(lambda * patienceSec + 12 * Math.sqrt(lambda * patienceSec + 1) + 20);
    let waiting = 0;
    let inTime = 0;
    // Chance not to be moved up k + 1 places in time: a sum over the steps made, scaled because it starts at e^−(thousands).
    const a = (servers * mu) / theta;
    const gone = -Math.expm1(-theta * targetSec);
    let [step, made, scale] = [1, 1, Math.exp(-(a + 1) * theta * targetSec)];
    let logScale = -(a + 1) * theta * targetSec;
    for (let n = servers, weight = 1; n < most; n++) {
      const k = n - servers;
      if (k > 0) {
        weight *= lambda / (servers * mu + k * theta);
        step *= ((a + k) * gone) / k;
        made += step;
        if (made > 1e200) {
          step *= 1e-200;
          made *= 1e-200;
          logScale += 200 * Math.LN10;
          scale = Math.exp(logScale);
        }
      }
      waiting += weight;
      inTime += weight * (a / (a + k + 1)) * (1 - made * scale);
      if (weight < 1e-18 * waiting) break;
    }
    if ((below + inTime) / (below + waiting) >= targetSL) return servers;
  }
}

function estimatedWaitFigure(): BenchFigure {
  const floor = {
    waitingCount: 40,
    agentsServing: 60,
    availableAgents: 0,
    meanHandleTimeMs: 300_000,
    meanPatienceMs: 180_000,
  };
  const value = microsEach(() => estimatedWait(floor)?.p80Ms ?? 0, 250);
  return { name: 'staffing.estimated-wait-40-waiting', value: round(value), unit: 'µs' };
}

const profile = Array.from({ length: 96 }, (_, i) => 20 + 80 * Math.exp(-(((i - 44) / 18) ** 2)));
/** Repeatable noise: Lehmer's generator. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
const noisy = (random: () => number): number[] => profile.map((mean) => Math.round(mean * (0.8 + 0.4 * random())));

/** 200 queues of 96 intervals at noon, as they are published: the update learned from 40 past days, the rest of the day, its band, the agents. */
function reforecastFigure(): BenchFigure {
  const random = noise(17);
  const past = daysAfter('2024-01-01', 40).map(({ date }) => ({ date, forecast: profile, actual: noisy(random) }));
  const learned: LearnedSeries = {
    method: 'components',
    errors: {},
    wape: null,
    noiseFloor: null,
    coverage: null,
    testedDays: past.length,
    historyDays: 183,
    errorRatio: 0.05,
    bandLevel: BAND_SHARE,
    past,
  };
  const day = localDay('UTC', '2024-03-01', 15);
  const counts = noisy(random).slice(0, 48);
  const input = {
    forecastId: 'f',
    queueId: 'q',
    cause: 'schedule',
    day,
    learned,
    dayAhead: profile,
    handleTimesMs: profile.map(() => ahtSec * 1000),
    promise: { channel: 'voice', targetMs: 20_000, targetShare: 0.8, concurrency: 1, rule: { patienceMs: 180_000 } },
  } as const;
  const value = microsEach(() => {
    let sum = 0;
    for (let queue = 0; queue < 200; queue++) sum += intradayForecast(input, { counts }).highCounts[95] ?? 0;
    return sum;
  }, 1500);
  const goal = { goal: '<= 1000', met: value <= 1e6 };
  return { name: 'forecast.reforecast-200-queues-96-intervals', value: round(value / 1000), unit: 'ms', ...goal };
}

/** Choosing the method of a queue from half a year by testing 40 days, and its six weeks to come, as the thread does it once a day for every queue. */
function learningFigure(): BenchFigure {
  const random = noise(29);
  const days = daysAfter('2024-01-01', 183);
  const seriesOf = (): SeriesPast => {
    const counts = days.map(() => noisy(random));
    return {
      history: {
        intervalMinutes: 15,
        startMinutes: profile.map((_, i) => 15 * i),
        days: days.map((day, i) => ({ day, counts: counts[i] ?? [] })),
      },
      handled: days.map((day, i) => ({
        day,
        handled: counts[i] ?? [],
        handleSec: (counts[i] ?? []).map((count) => count * ahtSec),
      })),
    };
  };
  const queues = 4;
  const past = new Map(Array.from({ length: queues }, (_, i) => [`q${i}`, seriesOf()]));
  const task = {
    intervalMinutes: 15,
    calendar: {},
    past,
    channels: new Map(),
    segments: new Map(),
    today: '2024-07-03',
  };
  const value = microsEach(() => learnQueues(task, () => undefined).length, 3000) / (queues + 1);
  return { name: 'forecast.learn-one-queue-183-days-96-intervals', value: round(value / 1000), unit: 'ms' };
}

/** One day of 96 intervals a day ahead, from half a year of days. */
function dayAheadFigure(): BenchFigure {
  const random = noise(23);
  const days = daysAfter('2024-01-01', 183);
  const past: HistoryDay[] = days.slice(0, -1).map((day) => ({ day, counts: noisy(random) }));
  const target = days.at(-1);
  if (target === undefined) throw new Error('no day to forecast');
  const value = microsEach(() => componentMethod({ past, target, stepsAhead: 1, calendar: {} })?.[50] ?? 0, 1000);
  return { name: 'forecast.day-ahead-one-queue-96-intervals', value: round(value / 1000), unit: 'ms' };
}

/** A single queue near its limit, with exponential times: the fast loop, and the same through the whole floor beside it. */
function simulationFigure(): BenchFigure {
  const arrivals = Array.from({ length: 48 }, () => 570);
  const scenario: Scenario = {
    intervalMinutes: 30,
    queues: [
      {
        id: 'q',
        arrivals,
        handleTime: { kind: 'exponential', meanSec: 300 },
        patience: { kind: 'exponential', meanSec: 180 },
        targetSec: 20,
      },
    ],
    groups: [{ id: 'g', agents: 97, skills: [{ queue: 'q' }] }],
  };
  const whole: Scenario = {
    ...scenario,
    groups: scenario.groups.map((group) => ({ ...group, notAnswering: { share: 0, ringSec: 1, awaySec: 1 } })),
  };
  const value = contactsPerSecond(scenario);
  const baseline = contactsPerSecond(whole);
  return {
    name: 'simulation.single-queue',
    value: Math.round(value),
    unit: 'contacts/s',
    baseline: Math.round(baseline),
    baselineName: 'the same queue through the whole-floor simulation',
    ratio: round(value / baseline),
    goal: '>= 1000000',
    met: value >= 1_000_000,
  };
}

function contactsPerSecond(scenario: Scenario): number {
  const replicate = replicator(planOf(scenario));
  let replication = 0;
  let contacts = 0;
  const micros = microsEach(() => {
    replication++;
    const offered = replicate(replication).reduce((sum, tally) => sum + tally.offered.reduce((a, b) => a + b, 0), 0);
    contacts += offered;
    return offered;
  }, 1200);
  return (contacts / replication / micros) * 1e6;
}

/**
 * Mean microseconds of processor time of a call, over about `milliseconds` of calls after a warm-up. Processor time, so that
 * what else the machine does at the moment is not counted; once is enough where a call takes longer.
 */
function microsEach(call: () => number, milliseconds: number): number {
  let sum = 0;
  const elapsed = (since: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(since);
    return user + system;
  };
  const warmUp = process.cpuUsage();
  do sum += call();
  while (elapsed(warmUp) < milliseconds * 250);
  const start = process.cpuUsage();
  let calls = 0;
  let batch = 1;
  while (calls === 0 || elapsed(start) < milliseconds * 1000) {
    for (let i = 0; i < batch; i++) sum += call();
    calls += batch;
    // Asking the clock takes as long as a short call: ask it less and less often.
    if (elapsed(start) < milliseconds * 100) batch *= 2;
  }
  const micros = elapsed(start);
  // The results are used, so that no call can be left out.
  if (Number.isNaN(sum)) throw new Error('a call gave no number');
  return micros / calls;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
