import Type, { type Static } from 'typebox';
import { Temporal } from 'temporal-polyfill';

const strict = { additionalProperties: false } as const;

/** A time of the wall clock; `24:00` is the end of the day. */
const Clock = Type.String({ pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
const Zone = Type.String({ minLength: 1, maxLength: 64 });

/**
 * A span of local time on some days of the week (1 is Monday). One whose `to` is not later than its `from` goes on into the next day. Clock
 * changes are right: a time that is skipped counts from after the gap, one that is repeated counts the first time.
 */
export const LocalSpan = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
    from: Clock,
    to: Clock,
  },
  strict,
);
export type LocalSpan = Static<typeof LocalSpan>;

/** When a rule is in force: outside it neither fires nor pages. `zone` is the site's unless given. */
export const Schedule = Type.Object(
  { zone: Type.Optional(Zone), open: Type.Array(LocalSpan, { maxItems: 50 }) },
  strict,
);
export type Schedule = Static<typeof Schedule>;

/** When a window comes: once between two moments (epoch ms), or again and again by the wall clock. */
export const Recurrence = Type.Union([
  Type.Object({ kind: Type.Literal('once'), from: Type.Number(), to: Type.Number() }, strict),
  Type.Object({ kind: Type.Literal('daily'), from: Clock, to: Clock, zone: Type.Optional(Zone) }, strict),
  Type.Object(
    {
      kind: Type.Literal('weekly'),
      days: LocalSpan.properties.days,
      from: Clock,
      to: Clock,
      zone: Type.Optional(Zone),
    },
    strict,
  ),
]);
export type Recurrence = Static<typeof Recurrence>;

/** A stretch of real time, epoch ms, the end not included. */
export type Stretch = { readonly from: number; readonly to: number };

const EVERY_DAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** The stretches of a recurrence that touch `from`..`to`, in order; `zone` where it names none. */
export function stretchesOf(recurrence: Recurrence, zone: string, from: number, to: number): Stretch[] {
  if (recurrence.kind === 'once') return recurrence.from < to && recurrence.to > from ? [recurrence] : [];
  const days = recurrence.kind === 'daily' ? EVERY_DAY : recurrence.days;
  const span = { days: [...days], from: recurrence.from, to: recurrence.to };
  return localStretches([span], recurrence.zone ?? zone, from, to);
}

/** The stretches of spans that touch `from`..`to`, in order of their beginning. */
export function localStretches(spans: readonly LocalSpan[], zone: string, from: number, to: number): Stretch[] {
  const found: Stretch[] = [];
  let date = Temporal.Instant.fromEpochMilliseconds(Math.floor(from))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .subtract({ days: 1 });
  for (;;) {
    if (momentOf(date, '00:00', zone) >= to) break;
    for (const span of spans) {
      if (!span.days.includes(date.dayOfWeek)) continue;
      const begin = momentOf(date, span.from, zone);
      const end = momentOf(span.to <= span.from ? date.add({ days: 1 }) : date, span.to, zone);
      if (begin < to && end > from && end > begin) found.push({ from: begin, to: end });
    }
    date = date.add({ days: 1 });
  }
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

function momentOf(date: Temporal.PlainDate, clock: string, zone: string): number {
  if (clock === '24:00') return momentOf(date.add({ days: 1 }), '00:00', zone);
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
}

const AHEAD_MS = 36 * 3_600_000;

/** Whether a moment lies in any of the stretches, asked for moments that mostly go forward: the zone is looked at once a stretch. */
export class StretchClock {
  private inside: Stretch | null = null;
  private from = 1;
  private to = 0;

  constructor(private readonly stretches: (from: number, to: number) => Stretch[]) {}

  /** The stretch that holds the moment; `null` for none. */
  at(time: number): Stretch | null {
    if (time < this.from || time >= this.to) this.find(time);
    return this.inside;
  }

  /** Until when {@link at} answers the same, epoch ms. */
  until(time: number): number {
    this.at(time);
    return this.to;
  }

  private find(time: number): void {
    const near = this.stretches(time, time + AHEAD_MS);
    this.inside = near.find((one) => one.from <= time && time < one.to) ?? null;
    this.from = time;
    this.to = this.inside?.to ?? near.find((one) => one.from > time)?.from ?? time + AHEAD_MS;
  }
}

/** The clock of a schedule in a site of that zone. */
export function scheduleClock(schedule: Schedule, siteZone: string): StretchClock {
  return new StretchClock((from, to) => localStretches(schedule.open, schedule.zone ?? siteZone, from, to));
}
