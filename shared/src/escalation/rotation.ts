import { Temporal } from 'temporal-polyfill';
import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const MAX_PARTICIPANTS = 100;

/**
 * Who is on call in turn. Each turn lasts `everyDays` local days (1: daily, 7: weekly) from `handOverAt` on; the first in the list has the turn that
 * began on `startsOn`. Days have 23 or 25 hours where clocks
 * change: people hand over by the clock on the wall.
 */
export const Rotation = Type.Object(
  {
    id: Id,
    name: Label,
    zone: Type.String({ minLength: 1, maxLength: 64 }),
    everyDays: Type.Integer({ minimum: 1, maximum: 28 }),
    handOverAt: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    startsOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    participants: Type.Array(Id, { minItems: 1, maxItems: MAX_PARTICIPANTS }),
  },
  strict,
);
export type Rotation = Static<typeof Rotation>;

/** Somebody stands in from a moment until another, epoch ms. Where two overlap, the one made later counts. */
export const RotationOverride = Type.Object(
  { id: Id, rotationId: Id, personId: Id, from: Type.Number(), until: Type.Number(), reason: Type.Optional(Label) },
  strict,
);
export type RotationOverride = Static<typeof RotationOverride>;

/** One turn, or the part of it that is left beside overrides. Epoch ms. */
export type Shift = {
  readonly personId: string;
  readonly from: number;
  readonly until: number;
  readonly overrideId: string | null;
};

/** Who is on call at a moment, and for how long; epoch ms. Before the first turn began, the last in the list has it. */
export function onCallAt(rotation: Rotation, overrides: readonly RotationOverride[], time: number): Shift {
  const own = overrides.filter((override) => override.rotationId === rotation.id && override.until > override.from);
  const turn = turnAt(rotation, time);
  const winner = own.findLast((override) => override.from <= time && time < override.until);
  if (winner === undefined) {
    const next = Math.min(turn.until, ...own.map(({ from }) => from).filter((from) => from > time));
    const last = Math.max(turn.from, ...own.map(({ until }) => until).filter((until) => until <= time));
    return { ...turn, from: last, until: next };
  }
  // A later override may cut into this one, on either side.
  const later = own.slice(own.indexOf(winner) + 1);
  return {
    personId: winner.personId,
    from: Math.max(winner.from, ...later.map(({ until }) => until).filter((until) => until <= time)),
    until: Math.min(winner.until, ...later.map(({ from }) => from).filter((from) => from > time)),
    overrideId: winner.id,
  };
}

/** Everybody's shifts that touch the span from `from` to `to` (epoch ms), in order, at most `limit`. */
export function shiftsWithin(
  rotation: Rotation,
  overrides: readonly RotationOverride[],
  from: number,
  to: number,
  limit = 400,
): readonly Shift[] {
  const shifts: Shift[] = [];
  for (let time = from; time < to && shifts.length < limit;) {
    const shift = onCallAt(rotation, overrides, time);
    shifts.push(shift);
    time = shift.until;
  }
  return shifts;
}

function turnAt({ zone, handOverAt, startsOn, everyDays, participants }: Rotation, time: number): Shift {
  const first = Temporal.PlainDate.from(startsOn);
  const clock = Temporal.PlainTime.from(handOverAt);
  const momentOf = (turn: number): number =>
    first.add({ days: turn * everyDays }).toZonedDateTime({ timeZone: zone, plainTime: clock }).epochMilliseconds;
  const date = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone).toPlainDate();
  let turn = Math.floor(first.until(date, { largestUnit: 'days' }).days / everyDays);
  // On a day of handing over, before its time, it is still the turn before.
  if (momentOf(turn) > time) turn--;
  const index = ((turn % participants.length) + participants.length) % participants.length;
  return {
    personId: participants[index] ?? '',
    from: momentOf(turn),
    until: momentOf(turn + 1),
    overrideId: null,
  };
}
