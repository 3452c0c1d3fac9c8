import { describe, expect, it, vi } from 'vitest';
import { readCalendar } from './read-calendar.ts';

const HOUR = 3_600_000;

/** The time zone as Outlook writes it, under any name. */
const zoneBlock = (name: string) =>
  `BEGIN:VTIMEZONE
TZID:${name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE`.split('\n');

const event = (uid: string, ...lines: string[]) => [
  'BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', 'SUMMARY:work', ...lines, 'END:VEVENT',
]; // prettier-ignore

/** Each line as its date, its begin in UTC and its length in hours; the site is in Berlin, where clocks go forward on 29 March. */
function read(...lines: string[]) {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//planner//EN', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  const found = readCalendar(text, {
    zone: 'Europe/Berlin',
    agentId: 'ada',
    firstDate: '2026-03-01',
    lastDate: '2026-11-30',
  });
  expect(found.lineCount).toBe(found.lines.length + found.mistakes.length);
  return {
    spans: found.lines.map(
      ({ date, startAt, endAt }) =>
        `${date} ${new Date(startAt).toISOString().slice(11, 16)} ${(endAt - startAt) / HOUR} h`,
    ),
    mistakes: found.mistakes.map(({ field, reason }) => `${field} ${reason}`),
  };
}

describe('a calendar', () => {
  it('of Outlook repeats by its weekdays in its zone, which goes by the name of Windows, without the days taken out', () => {
    const zone = 'TZID="W. Europe Standard Time"';
    const found = read(
      ...zoneBlock('W. Europe Standard Time'),
      ...event('a', `DTSTART;${zone}:20260327T090000`, `DTEND;${zone}:20260327T170000`, 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,FR;UNTIL=20260403T215959Z', `EXDATE;${zone}:20260331T090000`),
    ); // prettier-ignore
    expect(found.spans).toEqual(['2026-03-27 08:00 8 h', '2026-03-30 07:00 8 h', '2026-04-03 07:00 8 h']);
  });

  it('in a zone nobody knows by that name is refused and the zone named, not taken for UTC', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const found = read(
      ...zoneBlock('Kundenzone'),
      ...event('a', 'DTSTART;TZID=Kundenzone:20260327T090000', 'DTEND;TZID=Kundenzone:20260327T170000', 'RRULE:FREQ=DAILY;COUNT=4'),
      ...event('b', 'DTSTART;TZID=Mars/Olympus:20260329T090000', 'DTEND;TZID=Mars/Olympus:20260329T100000'),
    ); // prettier-ignore
    warn.mockRestore();
    expect(found).toEqual({ spans: [], mistakes: ['TZID unknown-zone', 'TZID unknown-zone'] });
  });

  it('holds whole days one by one, as long as the clocks make them', () => {
    const spring = read(...event('a', 'DTSTART;VALUE=DATE:20260328', 'DTEND;VALUE=DATE:20260331'));
    expect(spring.spans).toEqual(['2026-03-28 23:00 24 h', '2026-03-29 23:00 23 h', '2026-03-30 22:00 24 h']);
    const autumn = read(...event('a', 'DTSTART;VALUE=DATE:20261025'));
    expect(autumn.spans).toEqual(['2026-10-25 22:00 25 h']);
    const repeated = read(
      ...event('a', 'DTSTART;VALUE=DATE:20260327', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;VALUE=DATE:20260328'),
    );
    expect(repeated.spans).toEqual(['2026-03-27 23:00 24 h', '2026-03-29 23:00 23 h']);
  });

  it('without zones is in that of the site, whatever the clock of the machine; each night lasts as long as the first', () => {
    const floating = ['DTSTART:20260327T220000', 'DTEND:20260328T060000', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20260327T220000']; // prettier-ignore
    const zone = process.env['TZ'];
    try {
      for (const machine of ['UTC', 'America/Los_Angeles']) {
        process.env['TZ'] = machine;
        expect(read(...event('a', ...floating)).spans).toEqual(['2026-03-28 21:00 8 h', '2026-03-29 20:00 8 h']);
      }
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('follows a moved repetition, and a duration in place of an end', () => {
    const moved = read(
      ...event('a', 'DTSTART;TZID=Europe/Berlin:20260401T090000', 'DURATION:PT8H', 'RRULE:FREQ=DAILY;COUNT=2'),
      ...event('a', 'RECURRENCE-ID;TZID=Europe/Berlin:20260402T090000', 'DTSTART;TZID=Europe/Berlin:20260402T120000', 'DURATION:PT2H'),
    ); // prettier-ignore
    expect(moved).toEqual({ spans: ['2026-04-01 07:00 8 h', '2026-04-02 10:00 2 h'], mistakes: [] });
  });

  it('loses nothing for one event that cannot be read: that one is listed, the others are taken', () => {
    const good = ['DTSTART:20260401T090000Z', 'DTEND:20260401T100000Z'];
    const found = read(
      ...event('rule', ...good, 'RRULE:FREQ=NEVER;COUNT=2'),
      ...event('begin', 'DTEND:20260401T100000Z'),
      ...event('time', 'DTSTART:soon', 'DTEND:20260401T100000Z'),
      ...event('dates', ...good, 'RDATE:20260402T090000Z'),
      ...event('good', ...good),
    );
    expect(found.spans).toEqual(['2026-04-01 09:00 1 h', '2026-04-01 09:00 1 h']);
    expect(found.mistakes.toSorted()).toEqual([
      'DTSTART bad-time',
      'DTSTART bad-time',
      'RDATE not-followed',
      'VEVENT unreadable',
    ]);
  });
});
