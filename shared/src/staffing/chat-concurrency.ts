import { checkNumber } from '../numeric/check-number.ts';
import { InputError } from '../numeric/input-error.ts';
import { RESCALE_EXPONENT, RESCALE_FACTOR, RESCALE_LIMIT, type ScaledNumber } from '../numeric/scaled-number.ts';
import { impatientQueue } from './impatient-queue.ts';
import { MAX_SECONDS, MIN_MEAN_SECONDS } from './limits.ts';
import { smallestCount } from './smallest-count.ts';

/** The most agents and chats per agent a model of chats is worked out for. */
const MAX_CHAT_AGENTS = 20_000;
const MAX_CONCURRENCY = 20;
/** A load below this is none: nobody comes within the age of anything, and its reciprocal would leave the doubles. */
const NO_LOAD = 1e-100;

export interface ChatInput {
  /** Agents; a whole number. */
  readonly agents: number;
  /** Chats arriving per second. */
  readonly arrivalsPerSec: number;
  /** Mean handle time of a chat whose agent has no other, in seconds. */
  readonly ahtSec: number;
  /**
   * By how much a chat takes longer when its agent holds 1, 2, … K chats: first 1, never falling, as measured. Its length is
   * K, the most chats an agent holds. `[1, 1.25, 1.5]`: a quarter longer per chat more.
   */
  readonly stretch: readonly number[];
  /** Mean patience, in seconds; null when nobody leaves. */
  readonly patienceSec: number | null;
  /** The wait that still counts as in time, in seconds. */
  readonly targetSec: number;
}

export interface ChatOutput {
  /** False when nobody leaves and the load is at or above what all slots together can do. */
  readonly stable: boolean;
  /** Share of chats that find every slot taken, 0-1. */
  readonly pWait: number;
  readonly pAbandon: number;
  /** Answered within the target / offered. */
  readonly slOffered: number;
  /** Mean wait of answered chats, in seconds; Infinity when not stable. */
  readonly asa: number;
  /** Mean number waiting. */
  readonly lq: number;
  /** Mean chats per agent at work. */
  readonly meanChatsPerAgent: number;
  /** Share of the agents' time with at least one chat, 0-1. */
  readonly occupancy: number;
}

/**
 * Agents who hold several chats at once. With n chats spread as evenly as can be (least-loaded routing), n = qN + r, chats
 * end at the total rate `(N − r)·f(q) + r·f(q + 1)`, where `f(i) = i / (aht·stretch(i))` is what one agent ends while
 * holding i; beyond N·K chats wait, and patience drains the queue as in Erlang A. A birth-death chain, so exact where
 * handle times are exponential; within a point of simulation where they are not. Dividing the handle time by K or by a
 * factor is off by 3 to 19 points.
 * Source of the level-dependent rates: T. Tezcan, J. Zhang, "Routing and staffing in customer service chat systems with
 * impatient customers" (Operations Research 62, 2014). Throws InputError.
 */
export function chatConcurrency(input: ChatInput): ChatOutput {
  const { agents, arrivalsPerSec, ahtSec, stretch, patienceSec, targetSec } = checkChat(input);
  if (arrivalsPerSec * ahtSec < NO_LOAD) return NO_CHATS;
  if (agents === 0) {
    return patienceSec === null
      ? { ...OVERRUN, meanChatsPerAgent: 0, occupancy: 0 }
      : nobodyChats(patienceSec, arrivalsPerSec);
  }
  const rate = departureRates(agents, ahtSec, stretch);
  const slots = agents * stretch.length;
  const fullRate = rate(slots);
  const open = openStates(agents, slots, arrivalsPerSec, rate);

  if (patienceSec === null) {
    if (arrivalsPerSec >= fullRate) return { ...OVERRUN, meanChatsPerAgent: stretch.length };
    const drain = fullRate - arrivalsPerSec;
    // The waiting states are a geometric series.
    const waitingWeight = fullRate / drain;
    const idle = open.weight.mantissa * 2 ** Math.min(1023, open.weight.exponent);
    const pWait = waitingWeight / (idle + waitingWeight);
    const slOffered = 1 - pWait * Math.exp(-drain * targetSec);
    const asa = pWait / drain;
    return {
      stable: true,
      pAbandon: 0,
      slOffered,
      asa,
      lq: arrivalsPerSec * asa,
      ...atWork(open, pWait, agents, slots),
      pWait,
    };
  }
  const queue = impatientQueue(
    {
      patienceSec,
      arrivalsPerSec,
      a: fullRate * patienceSec,
      b: arrivalsPerSec * patienceSec,
      aMinusB: (fullRate - arrivalsPerSec) * patienceSec,
      idle: open.weight,
    },
    targetSec,
  );
  const { pWait, pAbandon, slOffered, asaAnsweredSec, lq } = queue;
  return { stable: true, pAbandon, slOffered, asa: asaAnsweredSec, lq, ...atWork(open, pWait, agents, slots), pWait };
}

/**
 * The fewest agents who answer `targetSL` of chats in time and lose at most `maxAbandon` of them; undefined when MAX_CHAT_AGENTS do not. Throws InputError.
 */
export function requiredChatAgents(
  input: Omit<ChatInput, 'agents'>,
  targetSL: number,
  maxAbandon = 1,
): number | undefined {
  checkNumber('targetSL', targetSL, { above: 0, below: 1 });
  checkNumber('maxAbandon', maxAbandon, { above: 0, atMost: 1 });
  const { arrivalsPerSec, ahtSec, stretch } = input;
  const full = stretch.length / (ahtSec * (stretch.at(-1) ?? 1));
  return smallestCount(arrivalsPerSec / full, 0, MAX_CHAT_AGENTS, (agents) => {
    const { slOffered, pAbandon } = chatConcurrency({ ...input, agents });
    return slOffered >= targetSL && pAbandon <= maxAbandon;
  });
}

function checkChat(input: ChatInput): ChatInput {
  const agents = checkNumber('agents', input.agents, { atLeast: 0, atMost: MAX_CHAT_AGENTS });
  if (!Number.isInteger(agents)) throw new InputError('agents', `must be a whole number, not ${agents}`);
  checkNumber('arrivalsPerSec', input.arrivalsPerSec, { atLeast: 0, atMost: 1e6 });
  checkNumber('ahtSec', input.ahtSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  checkNumber('targetSec', input.targetSec, { atLeast: 0, atMost: MAX_SECONDS });
  if (input.patienceSec !== null) {
    checkNumber('patienceSec', input.patienceSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  }
  const { stretch } = input;
  if (stretch.length < 1 || stretch.length > MAX_CONCURRENCY) {
    throw new InputError('stretch', `must have 1 to ${MAX_CONCURRENCY} entries, not ${stretch.length}`);
  }
  for (const [i, factor] of stretch.entries()) {
    checkNumber('stretch', factor, { atLeast: i === 0 ? 1 : (stretch[i - 1] ?? 1), atMost: 1000 });
    if (i === 0 && factor !== 1) throw new InputError('stretch', `must begin with 1, not ${factor}`);
  }
  return input;
}

/** The total rate at which chats end while n are held, n from 0 to N·K. */
function departureRates(agents: number, ahtSec: number, stretch: readonly number[]): (chats: number) => number {
  const perAgent = [0, ...stretch.map((factor, i) => (i + 1) / (ahtSec * factor))];
  return (chats) => {
    const level = Math.floor(chats / agents);
    const above = chats - level * agents;
    return (agents - above) * (perAgent[level] ?? 0) + above * (perAgent[level + 1] ?? 0);
  };
}

interface OpenStates {
  /** Weight of all states with a free slot, relative to the state with every slot taken and nobody waiting. */
  readonly weight: ScaledNumber;
  /** The same weight times the chats held, and times the agents with at least one, scaled alike. */
  readonly chats: number;
  readonly busyAgents: number;
}

/** The states below N·K, from the top: p(n − 1) = p(n)·d(n)/λ. All terms positive; stops when they no longer count. */
function openStates(
  agents: number,
  slots: number,
  arrivalsPerSec: number,
  rate: (chats: number) => number,
): OpenStates {
  let term = 1;
  let sum = 0;
  let chats = 0;
  let busyAgents = 0;
  let exponent = 0;
  for (let n = slots; n >= 1; n--) {
    const step = rate(n) / arrivalsPerSec;
    term *= step;
    sum += term;
    chats += term * (n - 1);
    busyAgents += term * Math.min(agents, n - 1);
    if (sum > RESCALE_LIMIT) {
      term *= RESCALE_FACTOR;
      sum *= RESCALE_FACTOR;
      chats *= RESCALE_FACTOR;
      busyAgents *= RESCALE_FACTOR;
      exponent += RESCALE_EXPONENT;
    }
    // The rates fall with n when throughput never falls with the chats held; else every state is looked at.
    if (term < 1e-22 * sum && step < 1 && n <= agents) break;
  }
  return { weight: { mantissa: sum, exponent }, chats, busyAgents };
}

/** Chats per agent and occupancy: with all slots taken, every agent holds K. */
function atWork(
  open: OpenStates,
  pWait: number,
  agents: number,
  slots: number,
): Pick<ChatOutput, 'meanChatsPerAgent' | 'occupancy'> {
  if (agents === 0) return { meanChatsPerAgent: 0, occupancy: 0 };
  const { mantissa } = open.weight;
  const free = 1 - pWait;
  const share = (value: number): number => (mantissa > 0 ? (free * value) / mantissa : 0);
  return {
    meanChatsPerAgent: (share(open.chats) + pWait * slots) / agents,
    occupancy: Math.min(1, (share(open.busyAgents) + pWait * agents) / agents),
  };
}

function nobodyChats(patienceSec: number, arrivalsPerSec: number): ChatOutput {
  const lq = arrivalsPerSec * patienceSec;
  return { stable: true, pWait: 1, pAbandon: 1, slOffered: 0, asa: Infinity, lq, meanChatsPerAgent: 0, occupancy: 0 };
}

const NO_CHATS: ChatOutput = {
  stable: true,
  pWait: 0,
  pAbandon: 0,
  slOffered: 1,
  asa: 0,
  lq: 0,
  meanChatsPerAgent: 0,
  occupancy: 0,
};

const OVERRUN: Omit<ChatOutput, 'meanChatsPerAgent'> = {
  stable: false,
  pWait: 1,
  pAbandon: 0,
  slOffered: 0,
  asa: Infinity,
  lq: Infinity,
  occupancy: 1,
};
