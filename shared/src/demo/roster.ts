import type { Skill } from '../agents/events.ts';
import type { Channel } from '../kit/channel.ts';
import { busyAt } from './day-profile.ts';
import { QUEUE_PLANS, type QueuePlan } from './floor-plan.ts';
import type { Random } from './random.ts';

const MINUTE = 60_000;
const SLOT_MS = 30 * MINUTE;
const SLOTS = 48;
const SHIFT_SLOTS = 17;

/** Length of a shift, ms: eight hours and a half. */
export const SHIFT_MS = SHIFT_SLOTS * SLOT_MS;

export type BreakPlan = { readonly afterMs: number; readonly forMs: number; readonly reason: string };

export type AgentPlan = {
  readonly agentId: string;
  readonly name: string;
  readonly teamId: string;
  /** The first is the agent's own; the others are served when it is quiet. */
  readonly queueIds: readonly string[];
  readonly skills: readonly Skill[];
  readonly capacity: Partial<Record<Channel, number>>;
  /** Factor on handling times; under 1 is fast. */
  readonly pace: number;
  /** Start of the shift, ms from local midnight. */
  readonly shiftStartMs: number;
  readonly breaks: readonly BreakPlan[];
};

export type Roster = {
  readonly agents: readonly AgentPlan[];
  /** Agents of that queue rostered at a time of the local day (ms from midnight), breaks taken off, between half hours in a straight line. */
  readonly staffedAt: (queueId: string, timeOfDayMs: number) => number;
};

const FIRST_NAMES = [
  'Ada', 'Bram', 'Carla', 'Dario', 'Elif', 'Femi', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kaya', 'Luca', 'Mara', 'Nils', 'Olga',
  'Pia', 'Quirin', 'Rosa', 'Sami', 'Tilda', 'Umar', 'Vera', 'Wanda', 'Xenia', 'Yusuf', 'Zoe', 'Anton', 'Bela', 'Clara', 'Emil',
] as const; // prettier-ignore
const LAST_NAMES = [
  'Abel', 'Brandt', 'Costa', 'Dahl', 'Ekberg', 'Ferro', 'Garcia', 'Haas', 'Ivanov', 'Jansen', 'Keller', 'Lind', 'Moreau', 'Novak',
  'Okafor', 'Petrov', 'Quist', 'Rossi', 'Silva', 'Turner', 'Urban', 'Vogel', 'Weber', 'Yilmaz', 'Zeman', 'Amari', 'Berg', 'Cole',
] as const; // prettier-ignore

/** Everybody who works on the floor, with shifts laid so that presence follows the day's profile. Deterministic for the random numbers. */
export function createRoster(agentCount: number, random: Random): Roster {
  const pools = QUEUE_PLANS.filter((plan) => plan.staffShare > 0);
  const shares = pools.reduce((sum, plan) => sum + plan.staffShare, 0);
  const agents: AgentPlan[] = [];
  const staffed = new Map<string, number[]>();
  let promised = 0;
  for (const plan of pools) {
    promised += (agentCount * plan.staffShare) / shares;
    const presence = Array.from({ length: SLOTS }, () => 0);
    staffed.set(plan.queueId, presence);
    // Rounding the running total keeps the count exact.
    while (agents.length < Math.round(promised)) agents.push(createAgent(plan, agents.length, presence, random));
    for (let slot = 0; slot < SLOTS; slot += 1) presence[slot] = (presence[slot] ?? 0) * 0.88;
  }
  return {
    agents,
    staffedAt(queueId, timeOfDayMs) {
      const presence = staffed.get(queueId);
      if (presence === undefined) return 0;
      const slot = Math.floor(timeOfDayMs / SLOT_MS);
      const share = timeOfDayMs / SLOT_MS - slot;
      const from = presence[slot % SLOTS] ?? 0;
      const to = presence[(slot + 1) % SLOTS] ?? 0;
      return from + (to - from) * share;
    },
  };
}

function createAgent(plan: QueuePlan, index: number, presence: number[], random: Random): AgentPlan {
  const startSlot = bestStart(presence);
  for (let slot = startSlot; slot < startSlot + SHIFT_SLOTS; slot += 1) {
    presence[slot % SLOTS] = (presence[slot % SLOTS] ?? 0) + 1;
  }
  // Every second agent also serves another queue of the plan, which lets a burst spread a little.
  const others = plan.alsoServes.filter((_, position) => position === plan.alsoServes.length - 1 || index % 2 === 0);
  const queueIds = [plan.queueId, ...others];
  const first = FIRST_NAMES[(index * 7) % FIRST_NAMES.length] ?? 'Ada';
  const last = LAST_NAMES[(index * 11 + Math.floor(index / FIRST_NAMES.length)) % LAST_NAMES.length] ?? 'Abel';
  const isVoice = plan.channel === 'voice';
  return {
    agentId: `agent-${String(index + 1).padStart(3, '0')}`,
    name: `${first} ${last}`,
    teamId: plan.teamId,
    queueIds,
    skills: queueIds.map((skill, position) => ({
      skill,
      proficiency: Math.max(
        1,
        Math.min(5, Math.round(random.between(position === 0 ? 2.6 : 1, position === 0 ? 5.4 : 4))),
      ),
    })),
    capacity: isVoice ? { voice: 1 } : { chat: 3, message: 4, email: 2 },
    pace: Math.exp(random.between(-0.16, 0.16)),
    shiftStartMs: startSlot * SLOT_MS + Math.round(random.between(-4, 4)) * MINUTE,
    breaks: [
      { afterMs: Math.round(random.between(80, 150)) * MINUTE, forMs: 15 * MINUTE, reason: 'Break' },
      { afterMs: Math.round(random.between(210, 290)) * MINUTE, forMs: 30 * MINUTE, reason: 'Lunch' },
      {
        afterMs: Math.round(random.between(350, 440)) * MINUTE,
        forMs: 15 * MINUTE,
        reason: random.weighted([
          ['Break', 6],
          ['Coaching', 2],
          ['Meeting', 2],
        ]),
      },
    ],
  };
}

/** The start whose shift covers most of what the profile still lacks, given who is there already. */
function bestStart(presence: readonly number[]): number {
  const placed = presence.reduce((sum, count) => sum + count, 0) + SHIFT_SLOTS;
  const profile = Array.from({ length: SLOTS }, (_, slot) => busyAt((slot + 0.5) * SLOT_MS));
  const whole = profile.reduce((sum, busy) => sum + busy, 0);
  let best = 0;
  let bestGain = Number.NEGATIVE_INFINITY;
  for (let start = 0; start < SLOTS; start += 1) {
    let gain = 0;
    for (let slot = start; slot < start + SHIFT_SLOTS; slot += 1) {
      const wanted = ((profile[slot % SLOTS] ?? 0) * placed) / whole;
      gain += wanted - (presence[slot % SLOTS] ?? 0);
    }
    if (gain > bestGain) {
      bestGain = gain;
      best = start;
    }
  }
  return best;
}
