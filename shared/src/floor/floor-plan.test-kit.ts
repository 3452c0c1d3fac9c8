import type { LoggedEvent, NewEvent } from '../kit/logged-event.ts';

/** A contact as it was planned: the truth that a recount starts from, without any fold. Times are epoch ms, -1 for never. */
export type PlannedContact = {
  readonly id: string;
  readonly queueId: string;
  readonly queuedAt: number;
  readonly outcome: 'answered' | 'abandoned' | 'flowed-out' | 'still-waiting';
  readonly leftAt: number;
  readonly agentId: string;
  readonly heldAt: number;
  readonly resumedAt: number;
  readonly completedAt: number;
  readonly wrappedUpAt: number;
  readonly missedBy: string | null;
  readonly resolved: boolean | null;
  /** Whether its service ended by passing it on. */
  readonly transferred: boolean;
};

export type Random = () => number;

/** Plans contacts over a span. Moments are whole seconds half of the time, so that many fall together. */
export function planContacts(
  random: Random,
  count: number,
  from: number,
  spanMs: number,
  queues: number,
  agents: number,
): PlannedContact[] {
  const whole = random() < 0.5;
  const moment = (value: number): number => (whole ? Math.floor(value / 1000) * 1000 : Math.floor(value));
  return Array.from({ length: count }, (_, index) => {
    const queuedAt = moment(from + random() * spanMs);
    const fate = random();
    const outcome = fate < 0.7 ? 'answered' : fate < 0.9 ? 'abandoned' : fate < 0.95 ? 'flowed-out' : 'still-waiting';
    const leftAt = outcome === 'still-waiting' ? -1 : moment(queuedAt + random() * random() * 180_000);
    const answered = outcome === 'answered';
    const completes = answered && random() < 0.9;
    const talk = random() * 300_000;
    const holds = completes && random() < 0.3;
    const completedAt = completes ? moment(leftAt + talk) : -1;
    const heldAt = holds ? moment(leftAt + talk * 0.3) : -1;
    const resumedAt = holds ? moment(leftAt + talk * 0.6) : -1;
    const anyAgent = (): string => `a${Math.floor(random() * agents)}`;
    const queueId = `q${Math.floor(random() * queues)}`;
    const agentId = anyAgent();
    const wrappedUpAt = completes && random() < 0.6 ? moment(completedAt + 1000 + random() * 60_000) : -1;
    const missedBy = answered && leftAt - queuedAt > 10_000 && random() < 0.2 ? anyAgent() : null;
    const resolved = completes && random() < 0.5 ? random() < 0.7 : null;
    return {
      id: `c${index}`,
      queueId,
      queuedAt,
      outcome,
      leftAt,
      agentId,
      heldAt,
      resumedAt,
      completedAt,
      wrappedUpAt,
      missedBy,
      resolved,
      transferred: completes && resolved === null && index % 3 === 0,
    };
  });
}

/** The events that tell of these contacts, in no particular order. */
export function eventsOf(contacts: readonly PlannedContact[]): NewEvent[] {
  const events: NewEvent[] = [];
  const push = (event: Omit<NewEvent, 'id' | 'source'>): void => {
    events.push({
      id: `${event.type}-${(event.data as { contactId: string }).contactId}-${event.time}`,
      source: 'plan',
      ...event,
    } as NewEvent);
  };
  for (const contact of contacts) {
    const contactId = contact.id;
    push({ type: 'contact.queued', time: contact.queuedAt, data: { contactId, queueId: contact.queueId } });
    if (contact.missedBy !== null) {
      push({
        type: 'contact.presented',
        time: contact.queuedAt + 2000,
        data: { contactId, agentId: contact.missedBy },
      });
      push({
        type: 'contact.not-answered',
        time: contact.queuedAt + 7000,
        data: { contactId, agentId: contact.missedBy },
      });
    }
    if (contact.outcome === 'abandoned') push({ type: 'contact.abandoned', time: contact.leftAt, data: { contactId } });
    if (contact.outcome === 'flowed-out')
      push({ type: 'contact.flowed-out', time: contact.leftAt, data: { contactId } });
    if (contact.outcome !== 'answered') continue;
    push({ type: 'contact.answered', time: contact.leftAt, data: { contactId, agentId: contact.agentId } });
    if (contact.heldAt >= 0) {
      push({ type: 'contact.held', time: contact.heldAt, data: { contactId } });
      push({ type: 'contact.resumed', time: contact.resumedAt, data: { contactId } });
    }
    if (contact.completedAt < 0) continue;
    push({
      type: contact.transferred ? 'contact.transferred' : 'contact.completed',
      time: contact.completedAt,
      data: {
        contactId,
        wrapsUp: contact.wrappedUpAt >= 0,
        ...(contact.resolved === null ? {} : { resolvedAtFirstContact: contact.resolved }),
      },
    });
    if (contact.wrappedUpAt >= 0) {
      push({ type: 'contact.wrapped-up', time: contact.wrappedUpAt, data: { contactId, agentId: contact.agentId } });
    }
  }
  return events;
}

/** The same events with some told twice, as a source does that was not answered. */
export function resend(events: readonly NewEvent[], random: Random): NewEvent[] {
  return events.flatMap((event) => (random() < 0.1 ? [event, event] : [event]));
}

/** Gives positions in the order of arrival: each event up to `latenessMs` after its time. */
export function arrive(events: readonly NewEvent[], random: Random, latenessMs: number): LoggedEvent[] {
  return events
    .map((event) => ({ event, at: event.time + random() * latenessMs, tie: random() }))
    .sort((a, b) => a.at - b.at || a.tie - b.tie)
    .map(({ event, at }, index) => ({ ...event, position: index + 1, recordedAt: Math.floor(at) }));
}
