import type { AlertMemory, FeedbackAnswer } from './alert-memory.ts';
import type { MeasuredPast } from './measured-past.ts';
import type { Comparison } from './rule.ts';
import type { Subject } from './subject.ts';

const HOUR_MS = 3_600_000;

/** Answers of customers of the subject. */
function answersOf(subject: Subject, memory: AlertMemory): FeedbackAnswer[] {
  if (subject.table === 'sites') return [...memory.answers];
  if (subject.table === 'agents') return memory.answers.filter((one) => one.agentId === subject.id);
  const ids = new Set(subject.queues.map((queue) => queue.id));
  return memory.answers.filter((one) => one.queueId !== null && ids.has(one.queueId));
}

/** The share of answers from `from` (epoch ms) on, up to `asOf`, that say displeased. */
export function measureNegative(subject: Subject, memory: AlertMemory, from: number, asOf: number): MeasuredPast {
  const answers = answersOf(subject, memory).filter((one) => one.at >= from && one.at <= asOf);
  const negative = answers.filter((one) => one.negative).length;
  return {
    value: answers.length > 0 ? negative / answers.length : null,
    numerator: negative,
    denominator: answers.length,
  };
}

const USUAL_HOURS = 24;
const LEAST_BASELINE_DAYS = 7;
const CHANCE = 0.01;

/**
 * Answers within the last hours that mention a word or carry a theme. It speaks where chance would give so many less than once in a hundred times:
 * the Poisson tail at the rate of the up to 28 days before.
 */
export function measureMentions(
  comparison: Comparison,
  subject: Subject,
  memory: AlertMemory,
  asOf: number,
): MeasuredPast {
  const spanMs = (comparison.withinHours ?? USUAL_HOURS) * HOUR_MS;
  const words = (comparison.words ?? []).map((word) => word.toLowerCase());
  const themes = new Set(comparison.themes);
  const from = asOf - spanMs;
  const mentions = (answer: FeedbackAnswer) =>
    answer.tags.some((tag) => themes.has(tag)) || words.some((word) => answer.comment.includes(word));
  let count = 0;
  let before = 0;
  for (const answer of answersOf(subject, memory)) {
    if (answer.at > asOf || !mentions(answer)) continue;
    if (answer.at > from) count++;
    else before++;
  }
  const oldest = memory.answers[0]?.at ?? asOf;
  const baselineMs = Math.max(0, from - oldest);
  if (baselineMs < LEAST_BASELINE_DAYS * 24 * HOUR_MS) {
    return { value: count, numerator: count, denominator: null, held: 'baseline' };
  }
  const expected = (before * spanMs) / baselineMs;
  return {
    value: count,
    numerator: count,
    denominator: expected,
    held: poissonTail(count, expected) < CHANCE ? null : 'significance',
  };
}

/** The chance of `count` or more where `expected` are expected. */
export function poissonTail(count: number, expected: number): number {
  if (count <= 0) return 1;
  if (expected <= 0) return 0;
  let logTerm = -expected;
  let below = 0;
  for (let index = 0; index < count; index++) {
    below += Math.exp(logTerm);
    logTerm += Math.log(expected) - Math.log(index + 1);
  }
  return Math.max(0, 1 - below);
}
