import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readRotation } from './read-rotation.ts';
import { onCallAt, shiftsWithin, type Rotation, type RotationOverride } from './rotation.ts';

const HOUR = 3_600_000;
const people = ['ada', 'ben', 'cy'];

const rotations: fc.Arbitrary<Rotation> = fc.record({
  id: fc.constant('r'),
  name: fc.constant('R'),
  zone: fc.constantFrom('UTC', 'Europe/Vienna', 'America/New_York', 'Asia/Kolkata'),
  everyDays: fc.constantFrom(1, 7, 14),
  handOverAt: fc.constantFrom('00:00', '02:30', '09:00', '23:59'),
  startsOn: fc.constantFrom('2026-03-02', '2026-10-19', '2025-12-31'),
  participants: fc.constantFrom(people, ['ada'], ['ada', 'ben']),
});
const times = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) });

/** Whose turn it is, by walking from hand-over to hand-over, day by day. */
function walk({ zone, everyDays, handOverAt, startsOn, participants }: Rotation, time: number): string {
  let date = Temporal.PlainDate.from(startsOn);
  const at = (day: Temporal.PlainDate): number =>
    day.toZonedDateTime({ timeZone: zone, plainTime: handOverAt }).epochMilliseconds;
  let turn = 0;
  while (at(date) > time) {
    date = date.subtract({ days: everyDays });
    turn--;
  }
  for (let next = date.add({ days: everyDays }); at(next) <= time; next = next.add({ days: everyDays })) turn++;
  const length = participants.length;
  return participants[((turn % length) + length) % length] ?? '';
}

describe('on-call rotations', () => {
  it('hand over by the clock on the wall, in every zone and across its clock changes', () => {
    fc.assert(
      fc.property(rotations, times, (rotation, time) => {
        const shift = onCallAt(rotation, [], time);
        expect(shift.personId).toBe(walk(rotation, time));
        expect(shift.from <= time && time < shift.until).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('who stands in goes first, the one decided later before the others; shifts join without gap or overlap', () => {
    const overrides = fc.array(
      fc.record({
        personId: fc.constantFrom('dan', 'eve'),
        from: times,
        hours: fc.integer({ min: 1, max: 300 }),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(rotations, overrides, times, (rotation, given, start) => {
        const list: RotationOverride[] = given.map(({ personId, from, hours }, index) => ({
          id: `o${index}`,
          rotationId: 'r',
          personId,
          from,
          until: from + hours * HOUR,
        }));
        const shifts = shiftsWithin(rotation, list, start, start + 20 * 24 * HOUR);
        for (const [index, shift] of shifts.entries()) {
          const next = shifts[index + 1];
          if (next !== undefined) expect(next.from).toBe(shift.until);
          for (const time of [shift.from, shift.until - 1]) {
            const winner = list.findLast((one) => one.from <= time && time < one.until);
            expect(shift.personId).toBe(winner?.personId ?? walk(rotation, time));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('an unknown person, zone or date is refused at its field', () => {
    const rotation = {
      id: 'r',
      name: 'R',
      zone: 'UTC',
      everyDays: 7,
      handOverAt: '09:00',
      startsOn: '2026-03-02',
      participants: ['ada'],
    };
    const known = new Set(people);
    expect(readRotation(rotation, known)).toEqual(rotation);
    for (const [change, pointer] of [
      [{ participants: ['ada', 'zoe'] }, '/participants/1'],
      [{ participants: [] }, '/participants'],
      [{ zone: 'Mars/Base' }, '/zone'],
      [{ startsOn: '2026-02-31' }, '/startsOn'],
      [{ handOverAt: '25:00' }, '/handOverAt'],
      [{ everyDays: 0 }, '/everyDays'],
      [{ more: 1 }, '/more'],
    ] as const) {
      expect(() => readRotation({ ...rotation, ...change }, known), pointer).toThrow(
        expect.objectContaining({ pointer }),
      );
    }
  });
});
