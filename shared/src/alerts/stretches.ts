import { Temporal } from 'temporal-polyfill';
import type { LocalSpan, Recurrence, Schedule } from './schedule.ts';

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
