import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { anonymousBank } from './anonymous-bank.ts';

const at = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds;

function translate(rows: string[]) {
  const translation = anonymousBank.createTranslation({ source: 'file' });
  const lines = rows.map((row, index) => translation.line(row.replaceAll(' ', '\t'), index + 1));
  return { lines, end: translation.end() };
}

/** `type@time` of the contact events of a row. */
function story(row: string): string[] {
  const [line] = translate([row]).lines;
  if (line?.kind !== 'events') throw new Error(JSON.stringify(line));
  return line.events.map((event) => `${event.type}@${iso(event.time)}`);
}
const iso = (time: number) => Temporal.Instant.fromEpochMilliseconds(time).toString().slice(0, 19);

describe('anonymous-bank', () => {
  it('reads local times of the bank in winter and in summer', () => {
    expect(
      story('AA0101 1 0 0 PS 990201 7:00:00 7:00:09 9 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER'),
    ).toEqual(['contact.abandoned@1999-02-01T05:00:09']);
    expect(
      story('AA0101 1 0 0 PS 990701 7:00:00 7:00:09 9 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER'),
    ).toEqual(['contact.abandoned@1999-07-01T04:00:09']);
  });

  it('a call that hangs up in the VRU never queued, and says where it was heading', () => {
    const { lines } = translate([
      'AA0101 1 77 2 NW 990201 7:00:00 7:00:09 9 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
    ]);
    expect(lines[0]).toMatchObject({
      kind: 'events',
      events: [
        {
          id: 'AA0101-1:abandoned',
          type: 'contact.abandoned',
          data: { contactId: 'AA0101-1', queueId: 'NW', tier: 'VIP', priority: 2, customerRef: '77' },
        },
      ],
    });
  });

  it('a queued call waits from q_start to q_exit; its service clock is another', () => {
    expect(
      story('AA0101 2 0 1 PS 990201 8:00:00 8:00:05 5 8:00:05 8:01:00 55 AGENT 8:00:59 8:03:00 121 DORIT'),
    ).toEqual([
      'contact.queued@1999-02-01T06:00:05',
      'contact.answered@1999-02-01T06:01:00',
      'contact.connected@1999-02-01T06:00:59',
      'contact.completed@1999-02-01T06:03:00',
    ]);
  });

  it('where both clocks agree the answer connects by itself', () => {
    const { lines } = translate([
      'AA0101 2 0 1 PS 990201 8:00:00 8:00:05 5 8:00:05 8:01:00 55 AGENT 8:01:00 8:03:00 120 DORIT',
    ]);
    const events = lines[0]?.kind === 'events' ? lines[0].events : [];
    expect(events.map((event) => event.type)).toEqual(['contact.queued', 'contact.answered', 'contact.completed']);
    expect(events[1]?.data).toEqual({ contactId: 'AA0101-2', agentId: 'DORIT' });
  });

  it('a call that did not queue is offered and answered at its VRU exit', () => {
    expect(story('AA0101 3 0 0 PS 990201 7:02:47 7:02:56 9 0:00:00 0:00:00 0 AGENT 7:02:55 7:05:41 166 DORIT')).toEqual(
      [
        'contact.queued@1999-02-01T05:02:56',
        'contact.answered@1999-02-01T05:02:56',
        'contact.connected@1999-02-01T05:02:55',
        'contact.completed@1999-02-01T05:05:41',
      ],
    );
  });

  it('an answer without service time is answered and never connected', () => {
    const { lines } = translate([
      'AA0101 4 0 0 PS 990201 7:00:00 7:00:10 10 0:00:00 0:00:00 0 AGENT 0:00:00 0:00:00 0 MICHAL',
    ]);
    const events = lines[0]?.kind === 'events' ? lines[0].events : [];
    expect(events.map((event) => [event.type, iso(event.time)])).toEqual([
      ['contact.queued', '1999-02-01T05:00:10'],
      ['contact.answered', '1999-02-01T05:00:10'],
      ['contact.completed', '1999-02-01T05:00:10'],
    ]);
    expect(events[1]?.data).toMatchObject({ agentId: 'MICHAL', awaitsConnection: true });
  });

  it('NO_SERVER names no agent', () => {
    const { lines, end } = translate([
      'AA0101 5 0 0 PS 990201 7:31:45 7:31:55 10 0:00:00 0:00:00 0 AGENT 7:31:54 7:31:59 5 NO_SERVER',
    ]);
    const events = lines[0]?.kind === 'events' ? lines[0].events : [];
    expect(events.some((event) => 'agentId' in event.data)).toBe(false);
    expect(end.some((event) => event.type === 'agent.configured')).toBe(false);
  });

  it('a hang-up with service times is a hang-up', () => {
    expect(story('AA0101 6 0 0 PS 990201 8:00:00 8:00:05 5 8:00:05 8:01:00 55 HANG 8:00:59 8:03:00 121 DORIT')).toEqual(
      ['contact.queued@1999-02-01T06:00:05', 'contact.abandoned@1999-02-01T06:01:00'],
    );
  });

  it('a time more than 12 h before the one it follows is on the next day, and q_start is trusted over vru_exit', () => {
    expect(
      story('AA0115 7 0 1 PS 990210 23:59:56 23:59:56 0 0:00:02 0:00:29 27 AGENT 0:00:29 0:00:58 29 BENSION'),
    ).toEqual([
      'contact.queued@1999-02-10T22:00:02',
      'contact.answered@1999-02-10T22:00:29',
      'contact.completed@1999-02-10T22:00:58',
    ]);
    expect(
      story('AA0102 8 1 2 PS 990215 23:59:54 23:59:54 0 0:00:00 0:00:27 27 AGENT 0:00:26 0:01:33 67 AVNI')[0],
    ).toBe('contact.queued@1999-02-15T22:00:00');
  });

  it('waits and services last as long as the file says, also in the hour that comes twice', () => {
    expect(
      story('AA0101 2 0 1 PS 990903 1:59:00 1:59:50 50 1:59:50 1:00:10 20 AGENT 1:59:59 1:01:59 120 DORIT').map(
        (event) => event.slice(event.indexOf('@') + 12),
      ),
    ).toEqual(['22:59:50', '23:00:10', '22:59:59', '23:01:59']);
    expect(
      story('AA0101 2 0 1 PS 990201 8:00:00 8:00:05 5 8:00:05 8:00:01 7 HANG 0:00:00 0:00:00 0 NO_SERVER')[1],
    ).toBe('contact.abandoned@1999-02-01T06:00:12');
  });

  it('a phantom call is ignored with its reason; a broken row is refused with its line and its fault', () => {
    const { lines } = translate([
      'AA0101 9 0 0 PS 990201 7:00:00 7:00:09 9 0:00:00 0:00:00 0 PHANTOM 0:00:00 0:00:00 0 NO_SERVER',
      'AA0101 9 0 0 PS 990231 7:00:00 7:00:09 9 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
      'AA0101 9 0 0 PS 990201 7:60:00 7:00:09 9 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER',
      'AA0101 9 0 0 PS 990201 7:00:00 7:00:09 9 0:00:00 0:00:00 x HANG 0:00:00 0:00:00 0 NO_SERVER',
      'AA0101 9 0 0 PS 990201 7:00:00 7:00:09 9 0:00:00 0:00:00 0 LOST 0:00:00 0:00:00 0 NO_SERVER',
      'what is this',
      '',
    ]);
    expect(lines.map((line) => (line.kind === 'refused' ? line.refusal.reason : line.kind))).toEqual([
      'ignored',
      'bad date',
      'bad time',
      'bad number',
      'unknown outcome',
      'wrong number of columns',
      'blank',
    ]);
    expect(lines[2]).toMatchObject({ refusal: { lineNumber: 3, detail: 'vru_entry is "7:60:00"' } });
  });

  it('an agent is there from the first to the last service of a day, one stay across midnight', () => {
    const { end } = translate([
      'AA0101 1 0 0 PS 990201 22:00:00 22:00:00 0 0:00:00 0:00:00 0 AGENT 22:00:00 22:10:00 600 DORIT',
      'AA0101 2 0 0 PS 990201 23:59:00 23:59:00 0 0:00:00 0:00:00 0 AGENT 23:59:00 0:04:00 300 DORIT',
      'AA0101 3 0 0 PS 990202 0:02:00 0:02:00 0 0:00:00 0:00:00 0 AGENT 0:02:00 0:10:00 480 DORIT',
      'AA0101 4 0 0 NW 990203 9:00:00 9:00:00 0 0:00:00 0:00:00 0 AGENT 9:00:00 9:10:00 600 DORIT',
    ]);
    expect(
      end.filter((event) => event.type.startsWith('agent.signed')).map((event) => [event.type, iso(event.time)]),
    ).toEqual([
      ['agent.signed-in', '1999-02-01T19:59:59'],
      ['agent.signed-out', '1999-02-01T22:10:00'],
      ['agent.signed-in', '1999-02-03T06:59:59'],
      ['agent.signed-out', '1999-02-03T07:10:00'],
    ]);
    expect(end.find((event) => event.type === 'agent.configured')?.data).toMatchObject({ queueIds: ['NW', 'PS'] });
    expect(end.every((event) => event.time >= at('1999-01-31T22:00:00Z'))).toBe(true);
  });
});
