/**
 * Local time of a zone and back, with `Intl` alone: what a date field shows is the site's wall clock, whatever zone this computer is in.
 */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
};

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The wall clock of a zone at a moment (epoch ms). */
export function localTimeOf(at: number, zone: string): LocalTime {
  const parts: Record<string, number> = {};
  for (const part of formatOf(zone).formatToParts(at)) parts[part.type] = Number(part.value);
  return {
    year: parts['year'] ?? 1970,
    month: parts['month'] ?? 1,
    day: parts['day'] ?? 1,
    hour: parts['hour'] ?? 0,
    minute: parts['minute'] ?? 0,
    second: parts['second'] ?? 0,
  };
}

/** How far the zone is ahead of UTC at a moment, ms. */
export function zoneOffsetMs(at: number, zone: string): number {
  const local = localTimeOf(at, zone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  return asUtc - Math.floor(at / 1_000) * 1_000;
}

/**
 * The moment (epoch ms) at which the zone's clock shows a local time. A time that a clock change skips gives the moment after the gap; one
 * that it repeats gives the first.
 */
export function epochOf(local: LocalTime, zone: string): number {
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  const candidates = [zoneOffsetMs(asUtc - 86_400_000, zone), zoneOffsetMs(asUtc + 86_400_000, zone)].map(
    (offset) => asUtc - offset,
  );
  const exact = candidates.filter((at) => at + zoneOffsetMs(at, zone) === asUtc);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

/** Epoch ms as the value of a `datetime-local` field in the zone: `2026-03-29T13:10:00`. */
export function toFieldValue(at: number, zone: string): string {
  const local = localTimeOf(at, zone);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(local.year).padStart(4, '0')}-${two(local.month)}-${two(local.day)}`;
  return `${date}T${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
}

const FIELD = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$/;

/** The moment a `datetime-local` value means in the zone; `null` for half a date. */
export function fromFieldValue(value: string, zone: string): number | null {
  const match = FIELD.exec(value);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  return epochOf({ year, month, day, hour, minute, second }, zone);
}

/** A moment with the zone's offset, as an address carries it: `1999-02-03T13:10:00+02:00`. */
export function toIso(at: number, zone: string): string {
  const offset = Math.round(zoneOffsetMs(at, zone) / 60_000);
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${toFieldValue(at, zone)}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** What an address means by a moment: epoch ms, ISO 8601 with an offset, or local time of the zone. `null` when it means nothing. */
export function readMoment(text: string, zone: string): number | null {
  if (/^-?\d{5,16}$/.test(text)) return Number(text);
  const local = fromFieldValue(text, zone);
  if (local !== null) return local;
  // A plus sign that was not escaped arrives as a space.
  const at = Date.parse(text.replace(/ (\d\d:\d\d)$/, '+$1'));
  return Number.isNaN(at) ? null : at;
}

/** The day that holds a moment: from `dayStartsAt` (`HH:MM`, site time) to the next; epoch ms. Days with a clock change are longer or shorter. */
export function dayOf(at: number, zone: string, dayStartsAt: string): { readonly from: number; readonly to: number } {
  const [hour = 0, minute = 0] = dayStartsAt.split(':').map(Number);
  const local = localTimeOf(at, zone);
  const startOn = (shift: number) => {
    const date = new Date(Date.UTC(local.year, local.month - 1, local.day + shift));
    return epochOf(
      { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour, minute, second: 0 },
      zone,
    );
  };
  const today = startOn(0);
  return at >= today ? { from: today, to: startOn(1) } : { from: startOn(-1), to: today };
}
