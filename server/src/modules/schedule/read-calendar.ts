import ical, { type EventInstance, type ParameterValue, type VEvent } from 'node-ical';
import type { ImportMistake } from '@floorwalk/shared/api/schedule';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import type { ImportLine } from '@floorwalk/shared/schedule/plan-import';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { parseMoment } from '@floorwalk/shared/kit/zone';

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
 * summary. Times without a zone are the site's. `line` counts the file's events from 1. Throws where the text is no calendar.
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
  const events = Object.values(ical.sync.parseICS(text)).filter((one): one is VEvent => one?.type === 'VEVENT');
  const lines: ImportLine[] = [];
  const mistakes: ImportMistake[] = [];
  let line = 0;
  let lineCount = 0;
  for (const event of events) {
    line += 1;
    const refuse = (field: string, value: string, reason: ImportMistake['reason']) => {
      lineCount += 1;
      mistakes.push({ line, field, value: value.slice(0, 100), reason });
    };
    if (event.rrule !== undefined && TOO_OFTEN.test(event.rrule.toString())) {
      refuse('RRULE', event.rrule.toString(), 'repeats-too-often');
      continue;
    }
    const instances = ical.expandRecurringEvent(event, {
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
      const { startAt, endAt } = momentsOf(instance, zone);
      for (const agent of names.length > 0 ? names : [agentId ?? '']) {
        lineCount += 1;
        lines.push({
          line,
          agent,
          activity: (own.categories?.[0] ?? '').trim() || textOf(own.summary),
          date: dateAt(zone, startAt),
          startAt,
          endAt,
        });
      }
    }
  }
  // The reader keeps one event of each UID, and the moved repetitions with it.
  const kept = events.reduce((sum, { recurrences }) => sum + 1 + new Set(Object.values(recurrences ?? {})).size, 0);
  const lost = (text.match(/^BEGIN:VEVENT\s*$/gim) ?? []).length - kept;
  for (let missing = 0; missing < lost; missing += 1) {
    lineCount += 1;
    mistakes.push({ line: line + 1 + missing, field: 'UID', value: '', reason: 'lost-duplicate' });
  }
  return { lines, mistakes, lineCount };
}

function momentsOf({ start, end, isFullDay }: EventInstance, zone: string): { startAt: number; endAt: number } {
  const startAt = momentOf(start, zone, isFullDay);
  return { startAt, endAt: Math.max(startAt, momentOf(end, zone, isFullDay)) };
}

/** A date without a zone was read by the clock of this process: its digits are taken as the site's. */
function momentOf(date: Date & { readonly tz?: string }, zone: string, isFullDay: boolean): number {
  if (date.tz !== undefined && !isFullDay) return date.getTime();
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return parseMoment(zone, isFullDay ? day : `${day}T${clock}`) ?? date.getTime();
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
