import { MAX_ID_LENGTH } from '../kit/ids.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { createLocalTime, dayNumber } from './local-time.ts';
import { BLANK, refusalOf, refuseRow, type RowRefusal, type Translator } from './translator.ts';

/** Not in the file: a turn of such a telephone conversation takes about so long, ms. */
const TURN_MS = 15_000;
const BOT_ID = 'dstc2';
/** Most turns read of one session. */
const MOST_TURNS = 1_000;

type Joint = { readonly slots: Readonly<Record<string, string>>; readonly score: number };
type RawTurn = { readonly joint: Joint | null; readonly method: string | null };

/**
 * Trackers' output of the second Dialog State Tracking Challenge (Henderson, Thomson and Williams, 2014): one JSON document on one line, telephone
 * sessions of a restaurant bot, each turn with the tracker's scored goal. A session begins at the local time in its name; turns have no times, so
 * each is told fifteen seconds after the one before. The score of the best joint goal is the turn's confidence, its slots are the turn's slots, and
 * the likeliest method its intent. A turn without any goal has no score and is not told. `understood` says whether every slot of the turn is still
 * the same in the session's last goal: the file has no verdict, and this one a bot can give itself. A session whose last method is `finished` was
 * contained; any other was abandoned.
 */
export const dstc2: Translator = {
  name: 'dstc2',
  description: 'Bot sessions with per-turn scores (DSTC2 tracker output): one JSON document on one line',
  zone: 'Europe/London',
  disorderMs: null,
  createTranslation(options) {
    const { source } = options;
    const epochOf = createLocalTime(options.zone ?? dstc2.zone);
    let earliest = Number.POSITIVE_INFINITY;
    const seen = new Set<string>();

    function sessionEvents(sessionId: string, startedAt: number, turns: readonly RawTurn[]): NewEvent[] {
      const say = { source } as const;
      const botId = BOT_ID;
      const events: NewEvent[] = [
        {
          ...say,
          id: `${sessionId}:started`,
          type: 'bot.session-started',
          time: startedAt,
          data: { sessionId, botId, channel: 'voice', language: 'en' },
        },
      ];
      const final = turns.findLast(({ joint }) => joint !== null)?.joint?.slots ?? {};
      for (const [index, { joint, method }] of turns.entries()) {
        if (joint === null) continue;
        const slots = Object.entries(joint.slots);
        events.push({
          ...say,
          id: `${sessionId}:${index}`,
          type: 'bot.turned',
          time: startedAt + (index + 1) * TURN_MS,
          data: {
            sessionId,
            botId,
            turn: index,
            confidence: joint.score,
            ...(method !== null && { intent: method }),
            slots: joint.slots,
            understood: slots.every(([slot, value]) => final[slot] === value),
          },
        });
      }
      const type = turns.at(-1)?.method === 'finished' ? 'bot.contained' : 'bot.abandoned';
      const time = startedAt + (turns.length + 1) * TURN_MS;
      events.push({ ...say, id: `${sessionId}:ended`, type, time, data: { sessionId, botId } });
      return events;
    }

    return {
      line(text, lineNumber) {
        if (text.trim() === '') return BLANK;
        let document: unknown;
        try {
          document = JSON.parse(text);
        } catch {
          return refuseRow('not JSON', lineNumber, text);
        }
        const sessions = isRecord(document) ? document['sessions'] : undefined;
        if (!Array.isArray(sessions)) return refuseRow('no sessions', lineNumber, text);
        const events: NewEvent[] = [];
        const refusals: RowRefusal[] = [];
        for (const [index, session] of (sessions as readonly unknown[]).entries()) {
          const read = readSession(session);
          if (typeof read === 'string') {
            refusals.push(refusalOf('bad session', lineNumber, JSON.stringify(session), `/sessions/${index}: ${read}`));
            continue;
          }
          if (seen.has(read.sessionId)) continue;
          seen.add(read.sessionId);
          const startedAt = epochOf(read.day, read.ms);
          earliest = Math.min(earliest, startedAt);
          for (const event of sessionEvents(read.sessionId, startedAt, read.turns)) events.push(event);
        }
        return { kind: 'events', events, refusals };
      },
      end() {
        if (seen.size === 0) return [];
        const zone = options.zone ?? dstc2.zone;
        const name = options.siteName ?? 'Restaurant line (DSTC2)';
        return [
          { id: 'site', source, type: 'site.configured', time: earliest, data: { name, zone } },
          {
            id: 'bot',
            source,
            type: 'bot.configured',
            time: earliest,
            data: { botId: BOT_ID, name: 'Restaurant bot' },
          },
        ];
      },
    };
  },
};

type Session = {
  readonly sessionId: string;
  /** Counted from 1970-01-01, and ms from local midnight. */
  readonly day: number;
  readonly ms: number;
  readonly turns: readonly RawTurn[];
};

/** A session, or what is wrong with it. */
function readSession(value: unknown): Session | string {
  if (!isRecord(value)) return 'it is no object';
  const sessionId = value['session-id'];
  // The longest suffix of an event id is ":started".
  if (typeof sessionId !== 'string' || sessionId.length === 0 || sessionId.length > MAX_ID_LENGTH - 10)
    return 'session-id is missing or too long';
  const stamp = /(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})$/.exec(sessionId);
  if (stamp === null) return 'session-id does not end in a date and time';
  const [year, month, date, hours, minutes, seconds] = stamp.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < 1970 || month < 1 || month > 12 || date < 1 || date > 31 || hours > 23 || minutes > 59 || seconds > 59)
    return 'session-id holds no date and time';
  const turns = value['turns'];
  if (!Array.isArray(turns) || turns.length > MOST_TURNS) return 'turns is no list, or too long';
  const read: RawTurn[] = [];
  for (const [index, turn] of (turns as readonly unknown[]).entries()) {
    const one = readTurn(turn);
    if (typeof one === 'string') return `/turns/${index}: ${one}`;
    read.push(one);
  }
  const ms = ((hours * 60 + minutes) * 60 + seconds) * 1_000;
  return { sessionId, day: dayNumber(year, month, date), ms, turns: read };
}

function readTurn(value: unknown): RawTurn | string {
  if (!isRecord(value)) return 'it is no object';
  const methods = value['method-label'];
  const method = isRecord(methods) ? likeliest(methods) : null;
  const [best] = Array.isArray(value['goal-labels-joint']) ? (value['goal-labels-joint'] as readonly unknown[]) : [];
  if (best === undefined) return { joint: null, method };
  if (!isRecord(best) || typeof best['score'] !== 'number' || !isRecord(best['slots']))
    return 'goal-labels-joint has no score or no slots';
  const { score } = best;
  if (!(score >= 0 && score <= 1 + 1e-9)) return 'score is not between 0 and 1';
  const slots = Object.entries(best['slots']);
  const isPlain = slots.every(
    ([slot, text]) => slot.length > 0 && slot.length <= 100 && typeof text === 'string' && text.length <= 400,
  );
  if (!isPlain || slots.length > 50) return 'slots are no short texts';
  return { joint: { slots: best['slots'] as Record<string, string>, score: Math.min(1, score) }, method };
}

/** The label with the highest score; of equal ones the first by name. */
function likeliest(labels: Readonly<Record<string, unknown>>): string | null {
  let best: { readonly label: string; readonly score: number } | null = null;
  for (const label of Object.keys(labels).toSorted()) {
    const score = labels[label];
    if (typeof score !== 'number' || label === '' || label.length > 200) continue;
    if (best === null || score > best.score) best = { label, score };
  }
  return best?.label ?? null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
