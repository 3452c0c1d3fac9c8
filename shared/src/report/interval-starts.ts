import { dayStart, nextDayStart } from '../kit/zone.ts';

/** How the report cuts time: whole local days, pieces of them counted from local midnight, or not at all. */
export type Every =
  | { readonly kind: 'days' }
  | { readonly kind: 'pieces'; readonly pieceMs: number }
  | { readonly kind: 'all' };

/** Reads `30m`, `1h`, `day`, `1d`, `all`. `undefined` for anything else, and for pieces that do not divide 24 hours or are under a minute. */
export function parseEvery(text: string): Every | undefined {
  if (text === 'day' || text === '1d' || text === '24h') return { kind: 'days' };
  if (text === 'all') return { kind: 'all' };
  const match = /^(\d{1,5})(m|min|h)$/.exec(text);
  if (match === null) return undefined;
  const pieceMs = Number(match[1]) * (match[2] === 'h' ? 3_600_000 : 60_000);
  if (pieceMs < 60_000 || 86_400_000 % pieceMs !== 0) return undefined;
  return { kind: 'pieces', pieceMs };
}

type Day = { readonly from: number; readonly to: number };

/** Finds the interval a moment belongs to, in local time of a zone; remembers days, because finding them is what costs. */
export class IntervalStarts {
  private readonly days: Day[] = [];
  private latest: Day | undefined;

  constructor(
    private readonly every: Every,
    private readonly zone: string,
    private readonly dayStartsAt: string,
    /** Where the only interval of `all` begins: the day of the earliest moment. */
    private readonly earliest: number,
  ) {}

  /** Start of the interval that holds `time`, epoch ms. */
  startOf(time: number): number {
    const day = this.dayOf(this.every.kind === 'all' ? this.earliest : time);
    if (this.every.kind !== 'pieces') return day.from;
    return day.from + Math.floor((time - day.from) / this.every.pieceMs) * this.every.pieceMs;
  }

  /** Start of the interval after the one that starts at `start`. */
  next(start: number): number {
    if (this.every.kind === 'all') return Infinity;
    const day = this.dayOf(start);
    if (this.every.kind === 'days') return day.to;
    return Math.min(day.to, start + this.every.pieceMs);
  }

  private dayOf(time: number): Day {
    if (this.latest !== undefined && time >= this.latest.from && time < this.latest.to) return this.latest;
    let day = this.days.find((known) => time >= known.from && time < known.to);
    if (day === undefined) {
      const from = dayStart(this.zone, this.dayStartsAt, time);
      day = { from, to: nextDayStart(this.zone, this.dayStartsAt, from) };
      this.days.push(day);
    }
    this.latest = day;
    return day;
  }
}
