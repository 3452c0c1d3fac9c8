import type { IngestAnswer, IngestOutcome } from '@floorwalk/shared/api/ingest';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { EventLog, IncomingEvent } from '../log/event-log.ts';
import { checkEvent, isRefusal, type CheckedEvent } from './check-event.ts';
import type { IngestMetrics } from './ingest-metrics.ts';
import type { ReadBody } from './read-body.ts';
import { refusal, type Refusal } from './refusal.ts';
import type { RejectedEvent, RejectedEvents } from './rejected-events.ts';
import type { SiteClocks } from './site-clocks.ts';
import type { SourceGrant } from './source-tokens.ts';
import { latestAllowed } from './time-limit.ts';

export type Acceptance = {
  readonly log: EventLog;
  readonly clocks: SiteClocks;
  readonly rejected: RejectedEvents;
  readonly metrics: IngestMetrics;
  /** The real clock, epoch ms. */
  readonly now: () => number;
};

/**
 * Checks every event of a request for itself, appends the good ones and answers for each, in the order sent. Resolves after the commit; rejects
 * when the log could not be written, and then nothing was accepted.
 */
export async function accept(acceptance: Acceptance, grant: SourceGrant, body: ReadBody): Promise<IngestAnswer> {
  const receivedAt = acceptance.now();
  const outcomes: (IngestOutcome | null)[] = [];
  const rejected: RejectedEvent[] = [];
  const checked: CheckedEvent[] = [];
  let clock = await acceptance.clocks.clockOf(grant.siteId);
  let clockWasSet = false;
  const context = { sourceName: grant.name, suspectText: body.suspectText };

  for (const raw of body.events) {
    const event = 'value' in raw ? checkEvent(raw.value, context) : raw.refused;
    const refused = isRefusal(event) ? event : checkAhead(event, clock, receivedAt);
    if (refused) {
      outcomes.push({ status: 'refused', id: 'value' in raw ? idOf(raw.value) : null, ...refused });
      rejected.push({ refusal: refused, payload: 'value' in raw ? payloadOf(raw.value) : raw.payload });
      continue;
    }
    // Later events of the same request are measured by the clock that this one sets.
    const accepted = event as CheckedEvent;
    if (accepted.type === 'site.clock-set') {
      clock = (accepted.data as { clock: SiteClock }).clock;
      clockWasSet = true;
    }
    outcomes.push(null);
    checked.push(accepted);
  }

  const events = await withTimes(acceptance, grant.siteId, checked, clock, receivedAt);
  const appended = await acceptance.log.append(grant.siteId, events);
  if (clockWasSet) acceptance.clocks.set(grant.siteId, clock);
  let next = 0;
  const counts = { accepted: 0, duplicate: 0, refused: rejected.length };
  const results = outcomes.map((outcome): IngestOutcome => {
    if (outcome) return outcome;
    const event = events[next];
    const answer = appended[next];
    next += 1;
    if (!event || !answer) throw new Error('the log answered for fewer events than it was given');
    counts[answer.status] += 1;
    return { status: answer.status, id: event.id, position: answer.position };
  });
  acceptance.metrics.answered(
    counts,
    rejected.map((one) => one.refusal.reason),
  );
  await acceptance.rejected.keep(grant.siteId, grant.name, rejected, receivedAt);
  return {
    acceptedCount: counts.accepted,
    duplicateCount: counts.duplicate,
    refusedCount: counts.refused,
    results,
  };
}

/** A clock is set in wall time even where the site's own time is long ago, so that event alone may also go by the real present. */
function checkAhead(event: CheckedEvent, clock: SiteClock, realNow: number): Refusal | null {
  if (event.time === undefined) return null;
  const bySite = latestAllowed(clock, realNow);
  const latest = event.type === 'site.clock-set' ? Math.max(bySite, latestAllowed({ kind: 'real' }, realNow)) : bySite;
  if (event.time <= latest) return null;
  const site =
    clock.kind === 'paced' ? `the site's clock shows ${isoOf(siteNow(clock, realNow, 0))}` : `it is ${isoOf(realNow)}`;
  return refusal('in-the-future', '/time', `lies too far ahead: ${site}`);
}

/** Gives a time to events that carry none: the moment they were received, by the site's clock. The log keeps the first where one is sent again. */
async function withTimes(
  acceptance: Acceptance,
  siteId: string,
  checked: readonly CheckedEvent[],
  clock: SiteClock,
  receivedAt: number,
): Promise<IncomingEvent[]> {
  if (checked.every((event) => event.time !== undefined)) return checked as NewEvent[];
  const latest = clock.kind === 'log' ? await acceptance.clocks.latestEventAt(siteId) : 0;
  const time = Math.floor(siteNow(clock, receivedAt, latest));
  return checked.map((event) =>
    event.time === undefined ? ({ ...event, time, timeIsReceipt: true } as IncomingEvent) : (event as NewEvent),
  );
}

function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id } = value as { id?: unknown };
  return typeof id === 'string' ? id.slice(0, 1000) : null;
}

function payloadOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'nested too deep to be written down';
  }
}

function isoOf(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? `${epochMs} ms` : date.toISOString();
}
