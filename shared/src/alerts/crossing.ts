import type { FloorState } from '../floor/floor-state.ts';
import type { AlertMetricId } from './alert-metric.ts';
import { growsSince } from './own-measures.ts';
import type { Comparison, Condition } from './rule.ts';
import { oldestQueuedAt } from './subject-measures.ts';
import type { Subject } from './subject.ts';

/** Metrics that count contacts which have waited past their queue's threshold. */
const COUNTS_PAST: ReadonlySet<AlertMetricId> = new Set<AlertMetricId>([
  'service-level-as-of-now',
  'service-level-abandons-ignored',
  'service-level-abandons-negative',
  'service-level-abandons-positive',
  'service-level-removed-within',
  'service-level-with-flow-outs',
]);
const GROWS: ReadonlySet<AlertMetricId> = new Set<AlertMetricId>([
  'longest-wait',
  'time-in-state',
  'contact-wait',
  'contact-time-in-service',
  'contact-hold-time',
  'bot-silence',
  'source-silence',
  'heartbeats-missed',
]);

/** The comparisons of a condition whose value changes with every moment, though nothing happens. */
export function timeDriven(condition: Condition): readonly Comparison[] {
  if ('all' in condition) return condition.all.flatMap(timeDriven);
  if ('any' in condition) return condition.any.flatMap(timeDriven);
  return GROWS.has(condition.metric) || COUNTS_PAST.has(condition.metric) ? [condition] : [];
}

/** The next moment after `now` at which time alone takes one of the comparisons over its threshold or clear threshold; Infinity for none. */
export function nextCrossing(
  comparisons: readonly Comparison[],
  subject: Subject,
  floor: FloorState,
  now: number,
): number {
  let next = Infinity;
  const consider = (at: number): void => {
    if (at > now && at < next) next = at;
  };
  for (const comparison of comparisons) {
    if (COUNTS_PAST.has(comparison.metric)) {
      for (const queue of subject.queues) {
        for (const contact of queue.waitingContacts)
          consider((contact.visit?.offeredAt ?? now) + queue.serviceLevelThresholdMs + 1);
      }
      continue;
    }
    const since =
      subject.queues.length > 0
        ? oldestQueuedAt(subject)
        : growsSince(comparison, { ...subject, agent: subject.agents[0] }, floor);
    if (since === null) continue;
    const unit = comparison.metric === 'heartbeats-missed' ? Math.max(1, subject.source?.everyMs ?? 1) : 1;
    for (const threshold of [comparison.threshold, comparison.clearAt ?? comparison.threshold]) {
      consider(Math.ceil(since + threshold * unit));
      consider(Math.floor(since + threshold * unit) + 1);
      if (unit > 1) consider(since + (Math.floor(threshold) + 1) * unit);
    }
  }
  return next;
}
