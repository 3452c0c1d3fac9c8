import ical, { type EventInstance, type ParameterValue, type VEvent } from 'node-ical';
import type { ImportMistake } from '@floorwalk/shared/api/schedule';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import type { ImportLine } from '@floorwalk/shared/schedule/plan-import';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { isZone } from '@floorwalk/shared/kit/zone';
import { listedDates, withListedDates } from './calendar-dates.ts';
import { withNamedZones } from './calendar-zones.ts';

export type CalendarLines = {
  readonly lines: readonly ImportLine[];
  readonly mistakes: readonly ImportMistake[];
  readonly lineCount: number;
};

/** Repetitions within a day are no shifts, and a few lines of them would be millions. */
const TOO_OFTEN = /FREQ=(SECONDLY|MINUTELY|HOURLY)/i;

/**
 * The events of an iCalendar file as lines: every repetition within [firstDate, lastDate] (ISO dates of the site), exceptions and moved ones as the
 * calendar says. The agent is each attendee (by name, or by the address before its @), else `agentId`; the activity is the first category, else the
 * summary. Times without a zone are the site's; whole days are one line each. `line` counts the file's events from 1.
 */
export function readCalendar(
  text: string,
  options: {
    readonly zone: string;
    readonly agentId: string | undefined;
    readonly firstDate: string;
    readonly lastDate: string;
  },
): CalendarLines {
  const { zone, agentId, firstDate, lastDate } = options;
  const from = midnightOf(zone, firstDate) ?? 0;
  const to = (midnightOf(zone, dateAfter(lastDate, 1)) ?? 0) - 1;
  const { events, unreadable } = parseEvents(readableText(text, zone, { from, to }));
  const lines: ImportLine[] = [];
  const mistakes: ImportMistake[] = [];
  let line = 0;
  let lineCount = 0;
  const refuse = (field: string, value: string, reason: ImportMistake['reason']) => {
    lineCount += 1;
    mistakes.push({ line, field, value: value.slice(0, 100), reason });
  };
  for (const event of events) {
    line += 1;
    const fault = faultOf(event);
    if (fault !== null) {
      refuse(...fault);
      continue;
    }
    const listed = listedDates(event, zone);
    for (const value of listed.unreadable) refuse('RDATE', value, 'bad-time');
    const instances = ical.expandRecurringEvent(withListedDates(event, listed.dates), {
      from: new Date(from),
      to: new Date(to),
      expandOngoing: true,
    });
    if (instances.length === 0) refuse('DTSTART', event.start.toISOString(), 'too-far');
    for (const instance of instances) {
      const { event: own } = instance;
      if (own.status === 'CANCELLED') {
        refuse('STATUS', 'CANCELLED', 'cancelled');
        continue;
      }
      const names = attendees(own);
      const activity = (own.categories?.[0] ?? '').trim() || textOf(own.summary);
      for (const { startAt, endAt } of spansOf(instance, zone)) {
        for (const agent of names.length > 0 ? names : [agentId ?? '']) {
          lineCount += 1;
          lines.push({ line, agent, activity, date: dateAt(zone, startAt), startAt, endAt });
        }
      }
    }
  }
  for (const message of unreadable) {
    line += 1;
    refuse('VEVENT', message, 'unreadable');
  }
  // The reader keeps one event of each UID, and the moved repetitions with it.
  const kept = events.reduce((sum, { recurrences }) => sum + 1 + new Set(Object.values(recurrences ?? {})).size, 0);
  const lost = (text.match(/^BEGIN:VEVENT\s*$/gim) ?? []).length - kept - unreadable.length;
  for (let missing = 0; missing < lost; missing += 1) {
    line += 1;
    refuse('UID', '', 'lost-duplicate');
  }
  return { lines, mistakes, lineCount };
}

type Fault = readonly [field: string, value: string, reason: ImportMistake['reason']];

/** Why none of an event can be read, or `null`. */
function faultOf({ start, end, rrule }: VEvent): Fault | null {
  // What has no begin, or one that is no time, is typed as having one all the same.
  if (!isTime(start)) return ['DTSTART', '', 'bad-time'];
  if (end !== undefined && !isTime(end)) return ['DTEND', '', 'bad-time'];
  for (const zone of [start.tz, end?.tz]) {
    // The reader takes times of a zone it does not know for UTC.
    if (zone !== undefined && !isZone(zone)) return ['TZID', zone, 'unknown-zone'];
  }
  const rule = rrule?.toString() ?? '';
  return TOO_OFTEN.test(rule) ? ['RRULE', rule, 'repeats-too-often'] : null;
}

function isTime(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/**
 * The text as the reader takes it right: unfolded; times without a zone as times of the site (it would take them by the clock of this process); zones
 * by names it knows; and where dates are listed without a rule, a rule of one date, for it takes only what has a rule for a series.
 */
function readableText(text: string, zone: string, span: { readonly from: number; readonly to: number }): string {
  const zoned = text
    .replace(/\r?\n[ \t]/g, '')
    .replace(
      /^(DTSTART|DTEND|EXDATE|RECURRENCE-ID)((?:;VALUE=DATE-TIME)?):((?:\d{8}T\d{6},?)+)\s*$/gim,
      `$1$2;TZID=${zone}:$3`,
    );
  return withNamedZones(zoned, zone, span).replace(/^BEGIN:VEVENT\s*$[\s\S]*?^END:VEVENT\s*$/gim, (block) =>
    /^RDATE[;:]/im.test(block) && !/^RRULE[;:]/im.test(block)
      ? block.replace(/^RDATE[;:]/im, (line) => `RRULE:FREQ=DAILY;COUNT=1\n${line}`)
      : block,
  );
}

/** All events; where one makes the whole unreadable, those of each UID by themselves, with what is wrong with the others. */
function parseEvents(text: string): { readonly events: readonly VEvent[]; readonly unreadable: readonly string[] } {
  const read = (part: string) =>
    Object.values(ical.sync.parseICS(part)).filter((one): one is VEvent => one?.type === 'VEVENT');
  try {
    return { events: read(text), unreadable: [] };
  } catch {
    const blocks = text.match(/^BEGIN:VEVENT\s*$[\s\S]*?^END:VEVENT\s*$/gim) ?? [];
    const frame = text.replace(/^BEGIN:VEVENT\s*$[\s\S]*?^END:VEVENT\s*$\n?/gim, '');
    const byUid = new Map<string, string[]>();
    blocks.forEach((block, index) => {
      const uid = /^UID[^:]*:(.*)$/im.exec(block)?.[1]?.trim() ?? `event ${index}`;
      byUid.set(uid, [...(byUid.get(uid) ?? []), block]);
    });
    const events: VEvent[] = [];
    const unreadable: string[] = [];
    for (const own of byUid.values()) {
      try {
        events.push(...read(frame.replace(/^END:VCALENDAR/im, `${own.join('\n')}\nEND:VCALENDAR`)));
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        unreadable.push(...own.map(() => message));
      }
    }
    return { events, unreadable };
  }
}

/** When a repetition is: whole days one by one, so that each stands in the day it is about. */
function spansOf({ start, end, isFullDay }: EventInstance, zone: string): { startAt: number; endAt: number }[] {
  if (!isFullDay) return [{ startAt: start.getTime(), endAt: Math.max(start.getTime(), end.getTime()) }];
  const spans: { startAt: number; endAt: number }[] = [];
  const last = dateOf(end);
  let date = dateOf(start);
  do {
    const next = dateAfter(date, 1);
    spans.push({ startAt: midnightOf(zone, date) ?? 0, endAt: midnightOf(zone, next) ?? 0 });
    date = next;
  } while (date < last && spans.length < MOST_WHOLE_DAYS);
  return spans;
}

/** Longest absence read as whole days: what lies further ahead than a schedule can be set is refused anyway. */
const MOST_WHOLE_DAYS = 366;

/** A date without a time was read by the clock of this process: its digits are the date. */
function dateOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function attendees({ attendee }: Pick<VEvent, 'attendee'>): string[] {
  return [attendee ?? []].flat().flatMap((one) => {
    if (typeof one === 'string') return [localPart(one)];
    const { CN: name } = (one.params ?? {}) as { readonly CN?: string };
    const found = (name ?? '').replace(/^"|"$/g, '').trim() || localPart(one.val);
    return found === '' ? [] : [found];
  });
}

function localPart(address: string): string {
  return address.replace(/^mailto:/i, '').replace(/@.*$/, '');
}

function textOf(value: ParameterValue | undefined): string {
  return (typeof value === 'string' ? value : (value?.val ?? '')).trim();
}
