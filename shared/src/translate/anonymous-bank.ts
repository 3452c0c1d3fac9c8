import type { NewEvent } from '../kit/logged-event.ts';
import { MAX_ID_LENGTH } from '../kit/ids.ts';
import { createPresence } from './agent-presence.ts';
import { createLocalTime, dayNumber, localMidnight } from './local-time.ts';
import { BLANK, refuseRow, type Translated, type Translator } from './translator.ts';

/** Columns of a row, in order. */
const COLUMNS = [
  'vru+line',
  'call_id',
  'customer_id',
  'priority',
  'type',
  'date',
  'vru_entry',
  'vru_exit',
  'vru_time',
  'q_start',
  'q_exit',
  'q_time',
  'outcome',
  'ser_start',
  'ser_exit',
  'ser_time',
  'server',
] as const;

const QUEUE_NAMES: Readonly<Record<string, string>> = {
  PS: 'Regular',
  PE: 'Regular (English)',
  IN: 'Internet support',
  NE: 'Stock exchange',
  NW: 'Prospects',
  TT: 'Call-backs',
};
const TIERS: Readonly<Record<string, string>> = { 0: 'unidentified', 1: 'regular', 2: 'VIP' };

const SECOND_MS = 1000;
const HALF_DAY_MS = 43_200_000;
const DAY_MS = 86_400_000;

/**
 * The call file of a small bank's call centre, 1999 (Guedj and Mandelbaum, Technion): one row a call, tab-separated, local times in whole
 * seconds, rows ordered by telephone line. A `type` is a queue, a `priority` a tier, a `server` an agent.
 *
 * Two clocks: `q_exit` (or `vru_exit` when it did not queue) ends the wait, `ser_start` begins the service, seconds earlier or later. So
 * `contact.answered` awaits `contact.connected` where the two differ. A time more than 12 h before the one it follows is on the next day.
 * How long it waited and was served is what `q_time` and `ser_time` say, also where a clock was set meanwhile.
 */
export const anonymousBank: Translator = {
  name: 'anonymous-bank',
  description: 'Call file of the Anonymous Bank (Technion, 1999): one tab-separated row a call',
  zone: 'Asia/Jerusalem',
  disorderMs: null,
  createTranslation(options) {
    const { source } = options;
    const zone = options.zone ?? anonymousBank.zone;
    const epochOf = createLocalTime(zone);
    const presence = createPresence();
    const queueIds = new Set<string>();
    let earliest = Number.POSITIVE_INFINITY;

    function line(text: string, lineNumber: number): Translated {
      if (text.trim() === '') return BLANK;
      const fields = text.split('\t');
      if (fields.length !== COLUMNS.length) {
        const detail = `it has ${fields.length} columns, not ${COLUMNS.length}`;
        return refuseRow('wrong number of columns', lineNumber, text, detail);
      }
      if (fields[0] === COLUMNS[0]) return BLANK;
      const [lineId, callId, customerId, priority, type, date] = fields as unknown as [
        string,
        string,
        string,
        string,
        string,
        string,
      ];
      const outcome = field(fields, 12);
      if (outcome === 'PHANTOM') return { kind: 'ignored', reason: 'phantom call' };
      if (outcome !== 'AGENT' && outcome !== 'HANG') {
        return refuseRow('unknown outcome', lineNumber, text, `outcome is ${JSON.stringify(outcome)}`);
      }
      if (lineId === '' || callId === '' || type === '') return refuseRow('missing field', lineNumber, text);
      // The longest suffix of an event id is ":connected".
      if (lineId.length + callId.length + 12 > MAX_ID_LENGTH || type.length > MAX_ID_LENGTH) {
        return refuseRow('field too long', lineNumber, text);
      }
      const day = readDate(date);
      if (day === null) return refuseRow('bad date', lineNumber, text, `date is ${JSON.stringify(date)}`);
      if (!/^\d{1,3}$/.test(priority) || Number(priority) > 100) {
        return refuseRow('bad number', lineNumber, text, `priority is ${JSON.stringify(priority)}`);
      }
      for (const column of [8, 11, 15]) {
        if (!/^-?\d{1,7}$/.test(field(fields, column))) {
          return refuseRow('bad number', lineNumber, text, `${COLUMNS[column]} is ${JSON.stringify(fields[column])}`);
        }
      }
      const clock: number[] = [];
      for (const column of [6, 7, 9, 10, 13, 14]) {
        const ms = readClock(field(fields, column));
        if (ms === null) {
          return refuseRow('bad time', lineNumber, text, `${COLUMNS[column]} is ${JSON.stringify(fields[column])}`);
        }
        clock.push(ms);
      }
      const [vruEntry, vruExitClock, queueStart, queueExit, serviceStart] = clock as unknown as [
        number,
        number,
        number,
        number,
        number,
      ];

      const didQueue = queueStart !== 0 || queueExit !== 0 || field(fields, 11) !== '0';
      const vruExit = follow(vruExitClock, vruEntry);
      // Near midnight the file repeats the entry as the exit and writes q_start on the next day: q_start is the one to trust.
      const queuedMs = didQueue ? follow(queueStart, vruExit) : vruExit;
      const leftMs = didQueue ? follow(queueExit, queuedMs) : vruExit;
      const queuedAt = epochOf(day, queuedMs);
      const waitSeconds = Number(field(fields, 11));
      const leftAt = didQueue && waitSeconds >= 0 ? queuedAt + waitSeconds * SECOND_MS : epochOf(day, leftMs);
      if (leftAt < queuedAt) return refuseRow('queue exit before its start', lineNumber, text);

      const contactId = `${lineId}-${callId}`;
      const attributes = {
        channel: 'voice' as const,
        priority: Number(priority),
        tier: TIERS[priority] ?? `priority ${priority}`,
        ...(customerId === '0' || customerId === '' ? {} : { customerRef: customerId.slice(0, MAX_ID_LENGTH) }),
      };
      queueIds.add(type);
      earliest = Math.min(earliest, queuedAt);

      if (outcome === 'HANG') {
        if (!didQueue) {
          const data = { contactId, queueId: type, ...attributes };
          return one({ id: `${contactId}:abandoned`, source, type: 'contact.abandoned', time: leftAt, data });
        }
        return {
          kind: 'events',
          events: [
            {
              id: `${contactId}:queued`,
              source,
              type: 'contact.queued',
              time: queuedAt,
              data: { contactId, queueId: type, ...attributes },
            },
            { id: `${contactId}:abandoned`, source, type: 'contact.abandoned', time: leftAt, data: { contactId } },
          ],
        };
      }

      const server = field(fields, 16);
      const agent = server === 'NO_SERVER' || server === '' ? {} : { agentId: server.slice(0, MAX_ID_LENGTH) };
      const serviceSeconds = Number(field(fields, 15));
      const connectedMs = follow(serviceStart, leftMs);
      // No service time at all: it was answered, but nobody ever spoke; it is in no handle time and never in service.
      const wasServed = serviceSeconds > 0;
      const connectedAt = wasServed ? epochOf(day, connectedMs) : leftAt;
      const completedAt = wasServed ? connectedAt + serviceSeconds * SECOND_MS : leftAt;
      const awaits = !wasServed || connectedAt !== leftAt ? { awaitsConnection: true } : {};
      const events: NewEvent[] = [
        {
          id: `${contactId}:queued`,
          source,
          type: 'contact.queued',
          time: queuedAt,
          data: { contactId, queueId: type, ...attributes },
        },
        {
          id: `${contactId}:answered`,
          source,
          type: 'contact.answered',
          time: leftAt,
          data: { contactId, ...agent, ...awaits },
        },
      ];
      if (wasServed && connectedAt !== leftAt) {
        events.push({
          id: `${contactId}:connected`,
          source,
          type: 'contact.connected',
          time: connectedAt,
          data: { contactId, ...agent, queueId: type },
        });
      }
      events.push({
        id: `${contactId}:completed`,
        source,
        type: 'contact.completed',
        time: completedAt,
        data: { contactId },
      });
      if (agent.agentId !== undefined) {
        presence.seen(agent.agentId, type, day, Math.min(leftAt, connectedAt), Math.max(leftAt, completedAt));
      }
      earliest = Math.min(earliest, connectedAt);
      return { kind: 'events', events };
    }

    function end(): NewEvent[] {
      if (queueIds.size === 0) return [];
      const time = localMidnight(zone, earliest).at;
      const name = options.siteName ?? 'Anonymous Bank';
      const events: NewEvent[] = [
        { id: 'site:configured', source, type: 'site.configured', time, data: { name, zone, dayStartsAt: '00:00' } },
      ];
      for (const queueId of [...queueIds].toSorted()) {
        const data = { queueId, name: QUEUE_NAMES[queueId] ?? queueId, channel: 'voice' as const };
        events.push({ id: `queue:${queueId}`.slice(0, MAX_ID_LENGTH), source, type: 'queue.configured', time, data });
      }
      for (const agent of presence.agents()) {
        const data = { agentId: agent.agentId, name: agent.agentId, queueIds: agent.queueIds };
        events.push({ id: idOf('agent', agent.agentId), source, type: 'agent.configured', time, data });
      }
      for (const stay of presence.stays()) {
        const { agentId } = stay;
        // A millisecond before its first service, so that the agent is there when the contact comes.
        const from = stay.from - 1;
        events.push({ id: idOf('signed-in', agentId), source, type: 'agent.signed-in', time: from, data: { agentId } });
        events.push({
          id: idOf('signed-out', agentId),
          source,
          type: 'agent.signed-out',
          time: stay.to,
          data: { agentId },
        });
      }
      return events;
    }

    return { line, end };
  },
};

function one(event: NewEvent): Translated {
  return { kind: 'events', events: [event] };
}

function idOf(kind: string, id: string): string {
  return `${kind}:${id}`.slice(0, MAX_ID_LENGTH);
}

function field(fields: readonly string[], column: number): string {
  return fields[column] ?? '';
}

/** `ms` of the day, on the next day when it lies more than 12 h before the moment it follows. */
function follow(ms: number, after: number): number {
  return ms < after - HALF_DAY_MS ? ms + DAY_MS : ms;
}

/** `yymmdd` as a day counted from 1970-01-01; years 70-99 are of the last century. */
function readDate(text: string): number | null {
  if (!/^\d{6}$/.test(text)) return null;
  const year = Number(text.slice(0, 2));
  const month = Number(text.slice(2, 4));
  const day = Number(text.slice(4, 6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const fullYear = year >= 70 ? 1900 + year : 2000 + year;
  const number = dayNumber(fullYear, month, day);
  const next = month === 12 ? dayNumber(fullYear + 1, 1, 1) : dayNumber(fullYear, month + 1, 1);
  return number < next ? number : null;
}

/** `h:mm:ss` as ms from midnight. */
function readClock(text: string): number | null {
  const parts = /^(\d{1,2}):([0-5]\d):([0-5]\d)$/.exec(text);
  if (parts === null) return null;
  const hours = Number(parts[1]);
  if (hours > 23) return null;
  return (hours * 3600 + Number(parts[2]) * 60 + Number(parts[3])) * SECOND_MS;
}
