import type { NewEvent } from '../kit/logged-event.ts';
import { createAsteriskCalls } from './asterisk-calls.ts';
import { createAsteriskMembers } from './asterisk-members.ts';
import { label, type QueueLogLine, type Say, type Understood } from './asterisk-line.ts';
import { boundedId } from './bounded-id.ts';
import { BLANK, refuseRow, type Translated, type Translator } from './translator.ts';

const NOTHING_TO_SAY = new Set(['CONFIGRELOAD', 'PENALTY', 'QUEUEPOSITION', 'DID', 'INFO', 'CALLERIDNAME']);

/**
 * The `queue_log` of Asterisk's app_queue: `time|call|queue|member|VERB|parameters…`, in order of time. Waits come from the times of the
 * lines, not from the holdtime the log repeats in CONNECT and COMPLETE*: those are whole seconds of the same clock, and the times are what
 * a board that runs live has. Callers' numbers become pseudonyms or nothing.
 */
export const asteriskQueueLog: Translator = {
  name: 'asterisk-queue-log',
  description: 'queue_log of Asterisk: one line an event, fields separated by "|"',
  zone: 'UTC',
  // Ringing is logged when it ends; nobody lets a phone ring longer than this.
  disorderMs: 15 * 60_000,
  createTranslation(options) {
    const { source } = options;
    const zone = options.zone ?? asteriskQueueLog.zone;
    const members = createAsteriskMembers();
    const calls = createAsteriskCalls(members, options.pseudonymOf);
    const queues = new Set<string>();
    let isSiteSaid = false;

    function line(text: string, lineNumber: number): Translated {
      if (text.trim() === '') return BLANK;
      const fields = text.split('|').map((part) => part.trim());
      if (fields.length < 5) return refuseRow('too few fields', lineNumber, text, `it has ${fields.length}, not 5`);
      const [stamp, callId, queueId, member, verb, ...parameters] = fields as [string, string, string, string, string];
      const time = readStamp(stamp);
      if (time === null) return refuseRow('bad time', lineNumber, text, `the time is ${JSON.stringify(stamp)}`);
      if (verb === '') return refuseRow('no event', lineNumber, text);
      if (!calls.knows(verb) && !members.knows(verb) && !NOTHING_TO_SAY.has(verb)) {
        return refuseRow('unknown event', lineNumber, text, `the event is ${JSON.stringify(verb)}`);
      }
      if (callId === '' || queueId === '' || member === '') return refuseRow('empty field', lineNumber, text);
      const entry: QueueLogLine = {
        time,
        callId: boundedId(callId),
        queueId: boundedId(queueId),
        member: boundedId(member),
        verb,
        parameters,
      };

      const events: NewEvent[] = [];
      const stem = `${stamp}|${callId}|${queueId}|${member}|${verb}`;
      const say: Say = (part, type, data, at = time) => {
        events.push({ id: boundedId(`${stem}|${part}`), source, type, time: at, data } as NewEvent);
      };
      if (!isSiteSaid) {
        isSiteSaid = true;
        say('site', 'site.configured', { name: options.siteName ?? 'Asterisk', zone });
      }
      if (queueId !== 'NONE' && !queues.has(entry.queueId)) {
        queues.add(entry.queueId);
        say('queue', 'queue.configured', { queueId: entry.queueId, name: label(queueId), channel: 'voice' });
      }

      let reason: Understood = verb;
      if (calls.knows(verb)) reason = calls.understand(entry, say);
      else if (members.knows(verb)) reason = members.understand(entry, say);
      if (events.length > 0) return { kind: 'events', events };
      return { kind: 'ignored', reason: reason ?? verb };
    }

    return { line, end: () => [] };
  },
};

/** Epoch ms of `seconds` or `seconds.fraction`, without a detour through floating point. */
function readStamp(text: string): number | null {
  const parts = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text);
  if (parts === null) return null;
  return Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0').slice(0, 3));
}
