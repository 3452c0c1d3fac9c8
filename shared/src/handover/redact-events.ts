import type { EventData } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { ANY_BOT, DEFAULT_POLICY, type HandoverPolicy, type Redaction } from './policy.ts';
import { isNameSlot, redact, redactSlot } from './redact.ts';
import { saidNames } from './said-names.ts';

/** How a bot's texts are redacted by the policies in force; those of a bot without one by the policy for all. */
export function redactionOf(policies: readonly HandoverPolicy[], botId: string): Redaction {
  const found = policies.find((policy) => policy.botId === botId) ?? policies.find(({ botId: id }) => id === ANY_BOT);
  return (found ?? DEFAULT_POLICY).redaction;
}

/**
 * Events as people may read them: what customers and bots said in bot sessions is redacted as it is in a handover's package, names by all that was said
 * in the same session. The log itself keeps what the source sent.
 */
export function redactEvents<T extends LoggedEvent>(
  events: readonly T[],
  redactionFor: (botId: string) => Redaction,
): T[] {
  const names = namesBySession(events);
  return events.map((event) => {
    switch (event.type) {
      case 'bot.turned':
        return { ...event, data: redactTurn(event.data, redactionFor(event.data.botId), names) };
      case 'bot.asked': {
        const { utterance, sessionId, botId } = event.data;
        if (utterance === undefined) return event;
        const clean = redact(utterance, redactionFor(botId), names.get(sessionId));
        return { ...event, data: { ...event.data, utterance: clean } };
      }
      default:
        return event;
    }
  });
}

type Names = ReadonlyMap<string, readonly string[]>;

function redactTurn(data: EventData['bot.turned'], redaction: Redaction, names: Names): EventData['bot.turned'] {
  const known = names.get(data.sessionId);
  const clean = (text: string): string => redact(text, redaction, known);
  const { utterance, reply, slots, tried, promise } = data;
  return {
    ...data,
    ...(utterance !== undefined && { utterance: clean(utterance) }),
    ...(reply !== undefined && { reply: clean(reply) }),
    ...(slots !== undefined && {
      slots: Object.fromEntries(
        Object.entries(slots).map(([slot, value]) => [slot, redactSlot(slot, value, redaction, known)]),
      ),
    }),
    ...(tried !== undefined && { tried: tried.map(clean) }),
    ...(promise !== undefined && { promise: { ...promise, text: clean(promise.text) } }),
  };
}

/** What customers said they are called, by session. */
function namesBySession(events: readonly LoggedEvent[]): Names {
  const names = new Map<string, string[]>();
  for (const event of events) {
    if (event.type !== 'bot.turned' && event.type !== 'bot.asked') continue;
    const { sessionId, utterance } = event.data;
    const slots = event.type === 'bot.turned' ? (event.data.slots ?? {}) : {};
    const noted = Object.entries(slots).flatMap(([slot, value]) => (isNameSlot(slot) && value !== '' ? [value] : []));
    const found = [...(utterance === undefined ? [] : saidNames(utterance)), ...noted];
    if (found.length > 0) names.set(sessionId, [...(names.get(sessionId) ?? []), ...found]);
  }
  return names;
}
