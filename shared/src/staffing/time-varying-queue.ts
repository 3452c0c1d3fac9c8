import { checkNumber } from '../numeric/check-number.ts';
import { InputError } from '../numeric/input-error.ts';
import { MAX_SECONDS, MIN_MEAN_SECONDS } from './limits.ts';

/** Beyond this many agents the equations are too many; use `modifiedOfferedLoad` or a simulation. */
const MAX_AGENTS = 500;

/** The most contacts in the system that are told apart. */
const MAX_STATES = 4000;

export interface TimeVaryingInput {
  /** Contacts expected in each interval. */
  readonly calls: readonly number[];
  /** Agents in each interval; whole numbers. */
  readonly servers: readonly number[];
  readonly intervalSec: number;
  readonly ahtSec: number;
  readonly patienceSec: number;
  readonly targetSec: number;
}

export interface TimeVaryingInterval {
  /** Chance that a contact arriving in the interval waits. */
  readonly pWaitAtArrival: number;
  /** Time averages over the interval. */
  readonly meanQueue: number;
  readonly meanBusy: number;
  /** Contacts leaving in the interval / contacts arriving in it. */
  readonly abandonRate: number;
  /** Chance that a contact arriving in the interval is answered within the target. */
  readonly slOffered: number;
  readonly endMeanInSystem: number;
}

/**
 * A day of changing demand and staff exactly: the chances of 0, 1, 2 … contacts in the system from the Kolmogorov forward
 * equations of M(t)/M/s(t)+M, by the Runge-Kutta method of fourth order, starting empty. What one interval leaves waiting the
 * next one has, which formulas interval by interval do not know. When agents leave, contacts beyond the new number rejoin
 * the queue; the chance to be answered in time takes the staff of the arrival's interval. Throws InputError.
 */
export function timeVaryingQueue(input: TimeVaryingInput): TimeVaryingInterval[] {
  const { mu, theta, states, steps } = checkTimeVarying(input);
  const chances = new Float64Array(states);
  const advance = rungeKutta(states);
  chances[0] = 1;
  return input.calls.map((calls, interval) => {
    const servers = input.servers[interval] ?? 0;
    const lambda = calls / input.intervalSec;
    const inTime = answeredInTime(servers, mu, theta, input.targetSec, states);
    const dt = input.intervalSec / steps;
    const death = Float64Array.from(
      { length: states },
      (_, n) => Math.min(n, servers) * mu + Math.max(0, n - servers) * theta,
    );
    const sums = { wait: 0, queue: 0, busy: 0, good: 0 };
    for (let step = 0; step <= steps; step++) {
      // Simpson's rule over the interval: 1, 4, 2, 4, … 1.
      addMeasures(sums, chances, servers, inTime, step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2);
      if (step < steps) advance(chances, lambda, death, dt);
    }
    const scale = 1 / (3 * steps);
    const meanQueue = sums.queue * scale;
    return {
      pWaitAtArrival: sums.wait * scale,
      meanQueue,
      meanBusy: sums.busy * scale,
      abandonRate: lambda > 0 ? (theta * meanQueue) / lambda : 0,
      slOffered: sums.good * scale,
      endMeanInSystem: chances.reduce((sum, chance, n) => sum + n * chance, 0),
    };
  });
}

function checkTimeVarying(input: TimeVaryingInput): { mu: number; theta: number; states: number; steps: number } {
  const intervalSec = checkNumber('intervalSec', input.intervalSec, { above: 0, atMost: 86_400 });
  const ahtSec = checkNumber('ahtSec', input.ahtSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  const patienceSec = checkNumber('patienceSec', input.patienceSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  checkNumber('targetSec', input.targetSec, { atLeast: 0, atMost: MAX_SECONDS });
  if (input.calls.length === 0 || input.calls.length > 10_000)
    throw new InputError('calls', 'must have 1 to 10000 intervals');
  if (input.servers.length !== input.calls.length)
    throw new InputError('servers', 'must have one entry for each of calls');
  for (const calls of input.calls) checkNumber('calls', calls, { atLeast: 0 });
  for (const servers of input.servers) {
    checkNumber('servers', servers, { atLeast: 0, atMost: MAX_AGENTS });
    if (!Number.isInteger(servers)) throw new InputError('servers', `must be whole numbers, not ${servers}`);
  }
  const mostServers = Math.max(...input.servers);
  const lambda = Math.max(...input.calls) / intervalSec;
  // Far more than can be there: everybody who fits by offered load and patience, and ten standard deviations besides.
  const crowd = Math.max(mostServers, lambda * ahtSec) + lambda * patienceSec;
  const states = Math.ceil(crowd + 8 * Math.sqrt(crowd) + 20);
  if (states > MAX_STATES)
    throw new InputError('patienceSec', `lets ${states} contacts gather, at most ${MAX_STATES} are told apart`);
  const fastest = lambda + mostServers / ahtSec + (states - Math.min(...input.servers)) / patienceSec;
  // The method is stable up to 1.39 event times a step; 0.7 keeps its error below 1e-6 as well.
  const steps = Math.max(20, 2 * Math.ceil((intervalSec * fastest) / 1.4));
  if (steps * states * input.calls.length > 4e9)
    throw new InputError('intervalSec', 'needs too many steps for these rates; use a simulation');
  return { mu: 1 / ahtSec, theta: 1 / patienceSec, states, steps };
}

function addMeasures(
  sums: { wait: number; queue: number; busy: number; good: number },
  chances: Float64Array,
  servers: number,
  inTime: Float64Array,
  weight: number,
): void {
  let wait = 0;
  let queue = 0;
  let busy = 0;
  let good = 0;
  for (let n = 0; n < chances.length; n++) {
    const chance = chances[n] ?? 0;
    busy += chance * Math.min(n, servers);
    if (n < servers) good += chance;
    else {
      wait += chance;
      queue += chance * (n - servers);
      good += chance * (inTime[n - servers] ?? 0);
    }
  }
  sums.wait += weight * wait;
  sums.queue += weight * queue;
  sums.busy += weight * busy;
  sums.good += weight * good;
}

/**
 * A step of the forward equations p'(n) = λ·p(n−1) + d(n+1)·p(n+1) − (λ + d(n))·p(n) by dt, in place; the last state lets
 * nobody in. The working arrays are made once.
 */
function rungeKutta(size: number): (p: Float64Array, lambda: number, death: Float64Array, dt: number) => void {
  const slopes = [0, 1, 2, 3].map(() => new Float64Array(size));
  const [k1, k2, k3, k4] = slopes as [Float64Array, Float64Array, Float64Array, Float64Array];
  const ahead = new Float64Array(size);
  const slope = (q: Float64Array, into: Float64Array, lambda: number, death: Float64Array): void => {
    for (let n = 0; n < size; n++) {
      const here = q[n] ?? 0;
      let change = -(death[n] ?? 0) * here;
      if (n > 0) change += lambda * (q[n - 1] ?? 0);
      if (n < size - 1) change += (death[n + 1] ?? 0) * (q[n + 1] ?? 0) - lambda * here;
      into[n] = change;
    }
  };
  const step = (p: Float64Array, k: Float64Array, h: number): Float64Array => {
    for (let n = 0; n < size; n++) ahead[n] = (p[n] ?? 0) + h * (k[n] ?? 0);
    return ahead;
  };
  return (p, lambda, death, dt) => {
    slope(p, k1, lambda, death);
    slope(step(p, k1, dt / 2), k2, lambda, death);
    slope(step(p, k2, dt / 2), k3, lambda, death);
    slope(step(p, k3, dt), k4, lambda, death);
    for (let n = 0; n < size; n++) {
      p[n] = (p[n] ?? 0) + (dt / 6) * ((k1[n] ?? 0) + 2 * (k2[n] ?? 0) + 2 * (k3[n] ?? 0) + (k4[n] ?? 0));
    }
  };
}

/**
 * The chance to be answered within the target with k others waiting ahead, k = 0, 1, 2 …: the place moves up at rate Nμ + jθ
 * while j are ahead and oneself gives up at rate θ. By uniformisation: steps of a Poisson process fast enough for all rates.
 */
function answeredInTime(servers: number, mu: number, theta: number, targetSec: number, states: number): Float64Array {
  const answered = new Float64Array(states);
  if (servers === 0 || targetSec === 0) return answered;
  const rate = servers * mu + states * theta;
  const mean = rate * targetSec;
  // Chance of being answered within the steps made so far, by the place held at the start.
  let within = new Float64Array(states);
  let logWeight = -mean;
  const most = Math.ceil(mean + 12 * Math.sqrt(mean) + 40);
  for (let step = 0; step <= most; step++) {
    const weight = Math.exp(logWeight);
    for (let k = 0; k < states; k++) answered[k] = (answered[k] ?? 0) + weight * (within[k] ?? 0);
    const next = new Float64Array(states);
    for (let k = 0; k < states; k++) {
      const moving = servers * mu + k * theta;
      const ahead = k === 0 ? (servers * mu) / rate : (moving / rate) * (within[k - 1] ?? 0);
      next[k] = ahead + (1 - (moving + theta) / rate) * (within[k] ?? 0);
    }
    within = next;
    logWeight += Math.log(mean / (step + 1));
  }
  return answered;
}
