import type { AgentState, Skill } from '../agents/events.ts';
import type { Channel } from '../kit/channel.ts';
import { coversLanguage } from './policy.ts';

/** What is known of an agent when somebody is looked for. */
export type Candidate = {
  readonly id: string;
  readonly name: string;
  readonly state: AgentState;
  /** Since when, epoch ms. */
  readonly since: number;
  readonly queueIds: readonly string[];
  readonly skills: readonly Skill[];
  readonly capacity: Partial<Record<Channel, number>>;
  /** Contacts in hand by channel. */
  readonly inHand: readonly Channel[];
  /** Handovers the agent has in hand, and whether one rings at them now. */
  readonly handoverCount: number;
  readonly isRung: boolean;
};

export type Wanted = {
  readonly queueId: string | null;
  readonly channel: Channel | null;
  readonly language: string | null;
  readonly skill: string | null;
  /** Agents who were asked already. */
  readonly triedAgentIds: readonly string[];
};

export type Chosen = { readonly agentId: string; readonly agentName: string; readonly why: readonly string[] };

/** Handovers one agent has at once at most. */
const MOST_HANDOVERS = 5;

/**
 * The agent to ask next, or `null` when nobody can be: one who serves the queue, is ready (free hands, or room for one more of the channel), was
 * not asked before and is not being asked. Among these: who speaks the language, by proficiency; who has the skill, by proficiency; who has less
 * in hand; who has been ready longest; then by id. Deterministic.
 */
export function chooseAgent(candidates: Iterable<Candidate>, wanted: Wanted): Chosen | null {
  const tried = new Set(wanted.triedAgentIds);
  let best: { readonly candidate: Candidate; readonly score: readonly number[] } | null = null;
  for (const candidate of candidates) {
    if (tried.has(candidate.id) || candidate.isRung || candidate.handoverCount >= MOST_HANDOVERS) continue;
    if (wanted.queueId !== null && !candidate.queueIds.includes(wanted.queueId)) continue;
    if (!hasRoom(candidate, wanted.channel)) continue;
    const score = [
      languageOf(candidate, wanted.language),
      skillOf(candidate, wanted.skill),
      -(candidate.inHand.length + candidate.handoverCount),
      -candidate.since,
    ];
    if (best === null || isBetter(score, candidate.id, best.score, best.candidate.id)) best = { candidate, score };
  }
  if (best === null) return null;
  const { candidate, score } = best;
  return { agentId: candidate.id, agentName: candidate.name, why: whyOf(candidate, wanted, score) };
}

function hasRoom({ state, capacity, inHand, handoverCount }: Candidate, channel: Channel | null): boolean {
  if (state === 'available') return handoverCount === 0 || roomFor(capacity, inHand, handoverCount, channel);
  return state === 'on-contact' && roomFor(capacity, inHand, handoverCount, channel);
}

/** A second contact at once only where the source says that the agent can, and never beside a call. */
function roomFor(
  capacity: Candidate['capacity'],
  inHand: readonly Channel[],
  handoverCount: number,
  channel: Channel | null,
): boolean {
  if (channel === null || channel === 'voice' || inHand.some((one) => one === 'voice' || one === 'video')) return false;
  return inHand.length + handoverCount < (capacity[channel] ?? 1);
}

function languageOf({ skills }: Candidate, language: string | null): number {
  if (language === null) return 0;
  return bestOf(skills.filter(({ skill }) => coversLanguage(skill.replace(/^language:/, ''), language)));
}

function skillOf({ skills }: Candidate, wanted: string | null): number {
  return wanted === null ? 0 : bestOf(skills.filter(({ skill }) => skill === wanted));
}

/** A skill without a proficiency is a middling one. */
function bestOf(skills: readonly Skill[]): number {
  return skills.reduce((best, { proficiency }) => Math.max(best, proficiency ?? 3), 0);
}

function isBetter(left: readonly number[], leftId: string, right: readonly number[], rightId: string): boolean {
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0;
    if (value !== other) return value > other;
  }
  return leftId < rightId;
}

function whyOf(candidate: Candidate, wanted: Wanted, score: readonly number[]): string[] {
  const why: string[] = [];
  if (wanted.queueId !== null) why.push(`serves ${wanted.queueId}`);
  if ((score[0] ?? 0) > 0) why.push(`speaks ${wanted.language ?? ''}`);
  if ((score[1] ?? 0) > 0) why.push(`knows ${wanted.skill ?? ''}`);
  const load = candidate.inHand.length + candidate.handoverCount;
  why.push(load === 0 ? 'hands free' : `${load} in hand, room for one more`);
  return why.map((text) => text.slice(0, 200));
}

/** Agents who could take it though nobody answered: those who serve the queue and are signed in, the least busy first. */
export function agentsAround(candidates: Iterable<Candidate>, queueId: string | null, limit: number): string[] {
  return [...candidates]
    .filter(({ state, queueIds }) => state !== 'signed-out' && (queueId === null || queueIds.includes(queueId)))
    .sort(
      (left, right) =>
        left.inHand.length + left.handoverCount - (right.inHand.length + right.handoverCount) ||
        left.since - right.since ||
        (left.id < right.id ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ id }) => id);
}
