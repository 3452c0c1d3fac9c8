import type { LoggedEvent } from '../kit/logged-event.ts';
import type { PastSession, SessionOutcome } from './calibration.ts';

/** The events that say what became of bot sessions. */
export const SESSION_EVENT_TYPES = [
  'bot.session-started',
  'bot.turned',
  'bot.handed-off',
  'bot.contained',
  'bot.abandoned',
  'bot.failed',
  'handover.accepted',
] as const;
type Told<E> = E extends LoggedEvent ? Pick<E, 'type' | 'time' | 'data'> : never;
export type SessionEvent = Told<Extract<LoggedEvent, { type: (typeof SESSION_EVENT_TYPES)[number] }>>;

const OUTCOMES: Partial<Record<string, SessionOutcome>> = {
  'bot.handed-off': 'handed-off',
  'bot.contained': 'contained',
  'bot.abandoned': 'abandoned',
  'bot.failed': 'failed',
  'handover.accepted': 'handed-off',
};

/** Gathers sessions that are over from their events, in whatever order these come; the earliest ending counts. */
export class PastSessions {
  readonly #open = new Map<
    string,
    { -readonly [K in keyof PastSession]: K extends 'turns' ? PastSession['turns'][number][] : PastSession[K] } & {
      hasEnded: boolean;
    }
  >();

  take(event: SessionEvent): void {
    const { type, time } = event;
    const { sessionId } = event.data;
    let session = this.#open.get(sessionId);
    if (session === undefined) {
      session = { sessionId, endedAt: Infinity, outcome: 'contained', language: null, turns: [], hasEnded: false };
      this.#open.set(sessionId, session);
    }
    if (event.type === 'bot.session-started') session.language = event.data.language ?? null;
    if (event.type === 'bot.turned')
      session.turns.push({
        confidence: event.data.confidence,
        intent: event.data.intent ?? null,
        understood: event.data.understood ?? null,
      });
    const outcome = OUTCOMES[type];
    if (outcome === undefined || time >= session.endedAt) return;
    session.endedAt = time;
    session.outcome = outcome;
    session.hasEnded = true;
  }

  /** Those that are over and had a turn, by their end. */
  ended(): PastSession[] {
    return [...this.#open.values()]
      .filter(({ hasEnded, turns }) => hasEnded && turns.length > 0)
      .map(({ hasEnded: _, ...session }) => session)
      .toSorted((left, right) => left.endedAt - right.endedAt || (left.sessionId < right.sessionId ? -1 : 1));
  }
}
