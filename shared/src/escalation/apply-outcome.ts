import type { LoggedEvent } from '../kit/logged-event.ts';
import type { EscalationRow } from './rows.ts';
import { timelineEntry, type EscalationOutcomeEvent } from './timeline.ts';

/**
 * An escalation after one of its events: for the glass and for the history alike. `undefined` for events of one that never began; of its timeline the
 * newest entries are kept.
 */
export function applyOutcome(
  row: EscalationRow | undefined,
  event: EscalationOutcomeEvent,
  keptEntries: number,
): EscalationRow | undefined {
  if (event.type === 'escalation.started') return begun(event as LoggedEvent<'escalation.started'>);
  if (row === undefined) return undefined;
  const { standing } = event.data;
  const timeline = [...row.timeline, timelineEntry(event)];
  const leftOut = Math.max(0, timeline.length - keptEntries);
  return {
    ...row,
    ...standing,
    endedAt: standing.state === 'resolved' ? (row.endedAt ?? event.time) : null,
    acknowledgedAt: row.acknowledgedAt ?? (standing.state === 'acknowledged' ? event.time : null),
    timeline: timeline.slice(leftOut),
    leftOutCount: row.leftOutCount + leftOut,
  };
}

function begun(event: Pick<LoggedEvent<'escalation.started'>, 'type' | 'time' | 'data'>): EscalationRow {
  const { escalationId: id, standing, by, ...about } = event.data;
  return {
    ...about,
    ...standing,
    id,
    startedBy: by,
    startedAt: event.time,
    endedAt: null,
    acknowledgedAt: null,
    timeline: [timelineEntry(event)],
    leftOutCount: 0,
  };
}
