import type { NewEvent } from '@floorwalk/shared/kit/logged-event';

/** When the made-up day of these tests begins. */
export const BASE = Date.UTC(2026, 4, 4, 9);

export function event(id: string, type: string, seconds: number, data: object): NewEvent {
  return { id, source: 'acd', type, time: BASE + seconds * 1000, data } as NewEvent;
}

/** A site on the clock of its log with two teams, each with a queue, an agent, a bot that is unsure, and a contact waiting. */
export function twoTeams(): NewEvent[] {
  return [
    event('clock', 'site.clock-set', 0, { clock: { kind: 'log' } }),
    event('q1', 'queue.configured', 0, { queueId: 'sales', teamId: 'red', groupId: 'all' }),
    event('q2', 'queue.configured', 0, { queueId: 'help', teamId: 'blue', groupId: 'all' }),
    event('a1', 'agent.signed-in', 0, { agentId: 'ann', teamId: 'red' }),
    event('a2', 'agent.signed-in', 0, { agentId: 'bob', teamId: 'blue' }),
    event('b1', 'bot.configured', 0, { botId: 'red-bot', teamId: 'red' }),
    event('b2', 'bot.configured', 0, { botId: 'blue-bot', teamId: 'blue' }),
    event('s1', 'bot.session-started', 1, { sessionId: 'rs', botId: 'red-bot' }),
    event('s2', 'bot.session-started', 1, { sessionId: 'bs', botId: 'blue-bot' }),
    event('t1', 'bot.turned', 2, { sessionId: 'rs', botId: 'red-bot', confidence: 0.3 }),
    event('t2', 'bot.turned', 2, { sessionId: 'bs', botId: 'blue-bot', confidence: 0.3 }),
    event('k1', 'contact.queued', 3, { contactId: 'rc', queueId: 'sales' }),
    event('k2', 'contact.queued', 3, { contactId: 'bc', queueId: 'help' }),
  ];
}
