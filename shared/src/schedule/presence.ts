import type { AgentState } from '../agents/events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import type { Presence } from './rows.ts';

export type PresenceEvent = Extract<
  LoggedEvent,
  { type: 'agent.signed-in' | 'agent.state-changed' | 'agent.signed-out' }
>;

/**
 * What a source said of an agent after it said this too. Whoever is ready stays so through calls and after-contact work. An event that happened
 * before what is known changes nothing.
 */
export function presenceAfter(before: Presence | null, { type, data, time }: PresenceEvent): Presence {
  if (before !== null && before.since > time) return before;
  const said: AgentState = type === 'agent.signed-out' ? 'signed-out' : (data.state ?? 'available');
  const state = said === 'signed-out' || said === 'not-ready' ? said : 'ready';
  const reason = state === 'not-ready' ? (data.reason ?? null) : null;
  return before?.state === state && before.reason === reason ? before : { state, reason, since: time };
}
