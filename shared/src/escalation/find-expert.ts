import Type, { type Static } from 'typebox';
import type { AgentState, Skill } from '../agents/events.ts';
import { Label } from '../kit/ids.ts';

/** What the floor knows of somebody who might help. Times handled are of the customer concerned. */
export type ExpertFacts = {
  readonly agentId: string;
  readonly name: string;
  readonly teamId: string | null;
  readonly queueIds: readonly string[];
  readonly skills: readonly Skill[];
  readonly state: AgentState;
  /** Contacts in hand, and how many at once are possible (0: not known, taken as 1). */
  readonly contactCount: number;
  readonly capacityCount: number;
  readonly handledCustomerCount: number;
};

export type ExpertQuestion = {
  /** The skill that is needed; without one, whoever serves the queue counts as having it. */
  readonly skill: string | null;
  readonly queueId: string | null;
  readonly teamId: string | null;
  readonly language: string | null;
};

/**
 * Why somebody was chosen, as data: the console says it in words. `points` is what it adds to the score; `name` the skill, language or state meant;
 * `count` the proficiency, the times this customer was handled, or the contacts in hand (`of` so many possible).
 */
export const ExpertReason = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('skill'),
      Type.Literal('queue'),
      Type.Literal('anybody'),
      Type.Literal('language'),
      Type.Literal('history'),
      Type.Literal('load'),
      Type.Literal('state'),
      Type.Literal('team'),
    ]),
    points: Type.Number(),
    name: Type.Optional(Label),
    count: Type.Optional(Type.Integer({ minimum: 0 })),
    of: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export type ExpertReason = Static<typeof ExpertReason>;

export type ExpertCandidate = {
  readonly agentId: string;
  readonly name: string;
  readonly score: number;
  readonly reasons: readonly ExpertReason[];
};

/** Points an agent's state is worth: who is free answers at once, who is signed out not at all. */
const STATE_POINTS: Record<AgentState, number | null> = {
  available: 4,
  presented: 1,
  'on-contact': 0,
  'after-contact-work': 2,
  'not-ready': -2,
  'signed-out': null,
};
const UNKNOWN_PROFICIENCY = 2;
const QUEUE_POINTS = 3;
const LANGUAGE_POINTS = 3;
const HISTORY_POINTS = 2;
const MOST_HISTORY = 3;
const LOAD_POINTS = 4;
const TEAM_POINTS = 1;

/**
 * Who could help best, the best first: proficiency in the skill counts 1.5 points a level, a free hand up to 4, each time they handled this customer 2
 * (three at most), the language 3, the team concerned 1. Nobody without the skill (or, where none is named, the queue) is a candidate, and nobody
 * who is signed out. Equal scores go by fewer contacts in hand, then by id, so that the answer is the same wherever it is worked out.
 */
export function findExperts(
  question: ExpertQuestion,
  agents: Iterable<ExpertFacts>,
  limit = 5,
): readonly ExpertCandidate[] {
  const found: (ExpertCandidate & { readonly contactCount: number })[] = [];
  for (const agent of agents) {
    const reasons = reasonsFor(question, agent);
    if (reasons === null) continue;
    const score = reasons.reduce((sum, reason) => sum + reason.points, 0);
    found.push({ agentId: agent.agentId, name: agent.name, score, reasons, contactCount: agent.contactCount });
  }
  return found
    .sort(
      (left, right) =>
        right.score - left.score || left.contactCount - right.contactCount || (left.agentId < right.agentId ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ agentId, name, score, reasons }) => ({ agentId, name, score, reasons }));
}

function reasonsFor(question: ExpertQuestion, agent: ExpertFacts): readonly ExpertReason[] | null {
  const statePoints = STATE_POINTS[agent.state];
  const able = abilityOf(question, agent);
  if (statePoints === null || able === null) return null;
  const reasons: ExpertReason[] = [able, { kind: 'state', name: agent.state, points: statePoints }];
  const capacityCount = Math.max(1, agent.capacityCount);
  const free = Math.max(0, 1 - agent.contactCount / capacityCount);
  reasons.push({ kind: 'load', count: agent.contactCount, of: capacityCount, points: round(LOAD_POINTS * free) });
  const { language } = question;
  if (language !== null && agent.skills.some(({ skill }) => speaks(skill, language)))
    reasons.push({ kind: 'language', name: language, points: LANGUAGE_POINTS });
  if (agent.handledCustomerCount > 0) {
    const count = agent.handledCustomerCount;
    reasons.push({ kind: 'history', count, points: HISTORY_POINTS * Math.min(MOST_HISTORY, count) });
  }
  if (question.teamId !== null && agent.teamId === question.teamId) reasons.push({ kind: 'team', points: TEAM_POINTS });
  return reasons;
}

function abilityOf({ skill, queueId }: ExpertQuestion, agent: ExpertFacts): ExpertReason | null {
  if (skill !== null) {
    const known = agent.skills.find((one) => same(one.skill, skill));
    if (known === undefined) return null;
    const proficiency = known.proficiency ?? UNKNOWN_PROFICIENCY;
    return { kind: 'skill', name: known.skill, count: proficiency, points: 1.5 * proficiency };
  }
  if (queueId === null) return { kind: 'anybody', points: 0 };
  return agent.queueIds.includes(queueId) ? { kind: 'queue', points: QUEUE_POINTS } : null;
}

/** A skill names a language as `de`, `de-AT`, `language:de`, `lang-de`; a wish for `de-AT` is met by `de`. */
function speaks(skill: string, language: string): boolean {
  const named = skill.toLowerCase().replace(/^lang(uage)?[:\- ]/, '');
  const wished = language.toLowerCase();
  return named === wished || named === wished.split('-')[0];
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
