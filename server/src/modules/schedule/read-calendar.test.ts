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

  it('in a zone it defines itself keeps the clock of that zone, however the zone is called', () => {
    const times = (name: string) =>
      event('a', `DTSTART;TZID=${name}:20260327T090000`, `DTEND;TZID=${name}:20260327T170000`, 'RRULE:FREQ=DAILY;COUNT=4'); // prettier-ignore
    const berlin = ['2026-03-27 08:00 8 h', '2026-03-28 08:00 8 h', '2026-03-29 07:00 8 h', '2026-03-30 07:00 8 h'];
    for (const name of ['Kundenzone', 'Customized Time Zone', '"tzone://Microsoft/Custom"']) {
      expect(read(...zoneBlock(name.replaceAll('"', '')), ...times(name)), name).toEqual({
        spans: berlin,
        mistakes: [],
      });
    }
    // New York: the clock of another continent, which changes three weeks earlier and keeps the standard of one day for another.
    const american = zoneBlock('Office')
      .map((line) => line.replace('-1SU;BYMONTH=10', '1SU;BYMONTH=11').replace('-1SU;BYMONTH=3', '2SU;BYMONTH=3'))
      .map((line) => line.replace('+0200', '-0400').replace('+0100', '-0500').replace('T030000', 'T020000'));
    expect(read(...american, ...times('Office')).spans[0]).toBe('2026-03-27 13:00 8 h');
    const quarter = ['BEGIN:VTIMEZONE', 'TZID:Valley', 'BEGIN:STANDARD', 'DTSTART:19860101T000000', 'TZOFFSETFROM:+0530', 'TZOFFSETTO:+0545', 'END:STANDARD', 'END:VTIMEZONE']; // prettier-ignore
    expect(read(...quarter, ...times('Valley')).spans[0]).toBe('2026-03-27 03:15 8 h');
    const located = ['BEGIN:VTIMEZONE', 'TZID:Ours', 'X-LIC-LOCATION:America/New_York', 'END:VTIMEZONE'];
    expect(read(...located, ...times('Ours')).spans[0]).toBe('2026-03-27 13:00 8 h');
    expect(read(...times('/mozilla.org/20050126_1/America/New_York')).spans[0]).toBe('2026-03-27 13:00 8 h');
  });

  it('in a zone nobody knows is refused and the zone named, not taken for UTC', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    // Clocks that go forward in the middle of March are those of no place.
    const nowhere = zoneBlock('Kundenzone').map((line) => line.replace('-1SU;BYMONTH=3', '3TU;BYMONTH=3'));
    const found = read(
      ...nowhere,
      ...event('a', 'DTSTART;TZID=Kundenzone:20260327T090000', 'DTEND;TZID=Kundenzone:20260327T170000', 'RRULE:FREQ=DAILY;COUNT=4'),
      ...event('b', 'DTSTART;TZID=Mars/Olympus:20260329T090000', 'DTEND;TZID=Mars/Olympus:20260329T100000'),
      ...nowhere.map((line) => line.replace('Kundenzone', 'Customized Time Zone')),
      ...event('c', 'DTSTART;TZID=Customized Time Zone:20260327T090000', 'DTEND;TZID=Customized Time Zone:20260327T170000'),
    ); // prettier-ignore
    warn.mockRestore();
    expect(found).toEqual({ spans: [], mistakes: ['TZID unknown-zone', 'TZID unknown-zone', 'TZID unknown-zone'] });
  });

  it('occurs at the dates it lists, beside its rule or without one, but for those taken out and moved', () => {
    const zone = 'TZID=Europe/Berlin';
    const night = [`DTSTART;${zone}:20260327T220000`, `DTEND;${zone}:20260328T060000`];
    const listed = event('a', ...night, `RDATE;${zone}:20260329T220000,20260327T220000`, 'RDATE:20260330T100000Z', 'RDATE:20260402T080000'); // prettier-ignore
    expect(read(...listed)).toEqual({
      spans: ['2026-03-27 21:00 8 h', '2026-03-29 20:00 8 h', '2026-03-30 10:00 8 h', '2026-04-02 06:00 8 h'],
      mistakes: [],
    });
    const moved = event(
      'a',
      `RECURRENCE-ID;${zone}:20260405T220000`,
      `DTSTART;${zone}:20260406T080000`,
      'DURATION:PT2H',
    );
    const beside = event('a', ...night, 'RRULE:FREQ=WEEKLY;COUNT=2', `RDATE;${zone}:20260404T220000,20260405T220000,20260403T220000`, `EXDATE;${zone}:20260404T220000`); // prettier-ignore
    const expected = ['2026-03-27 21:00 8 h', '2026-04-03 20:00 8 h', '2026-04-06 06:00 2 h'];
    expect(read(...beside, ...moved)).toEqual({ spans: expected, mistakes: [] });
    const first = event('b', ...night, `RDATE;${zone}:20260405T220000`);
    expect(read(...moved.map((line) => line.replace('UID:a', 'UID:b')), ...first).spans).toEqual([
      '2026-03-27 21:00 8 h',
      '2026-04-06 06:00 2 h',
    ]);
    const days = event('c', 'DTSTART;VALUE=DATE:20260401', 'RDATE;VALUE=DATE:20260403');
    expect(read(...days).spans).toEqual(['2026-04-01 22:00 24 h', '2026-04-03 22:00 24 h']);
    const periods = event(
      'd',
      ...night,
      'RDATE;VALUE=PERIOD:20260401T080000Z/PT1H30M,20260402T080000Z/20260402T100000Z',
    );
    expect(read(...periods).spans).toEqual(['2026-03-27 21:00 8 h', '2026-04-01 08:00 1.5 h', '2026-04-02 08:00 2 h']);
    expect(read(...event('e', ...night, 'RDATE:soon,20261401T080000Z'))).toEqual({
      spans: ['2026-03-27 21:00 8 h'],
      mistakes: ['RDATE bad-time', 'RDATE bad-time'],
    });
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
      ...event('good', ...good),
    );
    expect(found.spans).toEqual(['2026-04-01 09:00 1 h']);
    expect(found.mistakes.toSorted()).toEqual(['DTSTART bad-time', 'DTSTART bad-time', 'VEVENT unreadable']);
  });
});
