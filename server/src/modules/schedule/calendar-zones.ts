import ical, { type VEvent } from 'node-ical';
import { isZone, utcOffsetMs } from '@floorwalk/shared/kit/zone';

/** Names under which Outlook hides the rules of a zone; the reader would guess a zone by its offsets in January and July alone. */
const HIDDEN = /^(Customized Time Zone|tzone:\/\/Microsoft|\(no TZ description\))/;
const TZID = /;TZID=(?:"([^"]*)"|(tzone:\/\/[^;:]*|[^;:]*))/gi;
const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;

type Span = { readonly from: number; readonly to: number };
/** When the clock of a zone begins to be so far ahead of UTC. */
type Onset = { readonly at: number; readonly offsetMs: number; readonly beforeMs: number };

/**
 * An unfolded calendar with the zones it defines itself called by IANA names: what `X-LIC-LOCATION` says, what a path such as
 * `/mozilla.org/…/Europe/Berlin` ends in, else the zone whose clocks stand as the rules of its `VTIMEZONE` say at every moment from `span.from` to
 * `span.to` (the site's own zone before any other). Names that cannot be told stay as they are.
 */
export function withNamedZones(text: string, siteZone: string, span: Span): string {
  const names = new Map<string, string>();
  const blocks = new Map(zoneBlocks(text).map((block) => [valueOf(block, 'TZID'), block]));
  const nameOf = (given: string): string => {
    const known = names.get(given);
    if (known !== undefined) return known;
    const block = blocks.get(given);
    const found = ianaName(given, block, siteZone, span) ?? (HIDDEN.test(given) ? `VTIMEZONE ${given}` : given);
    names.set(given, found);
    return found;
  };
  return text.replace(TZID, (_, quoted?: string, plain?: string) => {
    const name = nameOf((quoted ?? plain ?? '').trim());
    return /[,:;]/.test(name) ? `;TZID="${name}"` : `;TZID=${name}`;
  });
}

function ianaName(given: string, block: string | undefined, siteZone: string, span: Span): string | undefined {
  if (isZone(given)) return given;
  const location = block === undefined ? '' : valueOf(block, 'X-LIC-LOCATION');
  if (isZone(location)) return location;
  const path = given.startsWith('/') ? given.split('/') : [];
  const ending = [3, 2].map((parts) => path.slice(-parts).join('/')).find((name) => name.includes('/') && isZone(name));
  return ending ?? (block === undefined ? undefined : zoneLike(onsetsOf(block, span), siteZone, span));
}

/** The zone whose clocks stand so all through the span. */
function zoneLike(onsets: readonly Onset[], siteZone: string, { from, to }: Span): string | undefined {
  const offsetAt = (time: number) => onsets.findLast(({ at }) => at <= time)?.offsetMs ?? onsets[0]?.beforeMs;
  const changes = onsets.filter(({ at }) => at > from && at < to).flatMap(({ at }) => [at - 1, at]);
  const probes = [from, ...changes, to].map((time) => ({ time, offsetMs: offsetAt(time) }));
  if (onsets.length === 0) return undefined;
  return [siteZone, ...Intl.supportedValuesOf('timeZone')].find(
    (zone) =>
      // Named zones change at moments their rules do not name as well: a month is the shortest time between two.
      probes.every(({ time, offsetMs }) => utcOffsetMs(zone, time) === offsetMs) &&
      monthly({ from, to }).every((time) => utcOffsetMs(zone, time) === offsetAt(time)),
  );
}

function monthly({ from, to }: Span): number[] {
  return Array.from(
    { length: Math.floor((to - from) / (15 * DAY_MS)) },
    (_, index) => from + (index + 1) * 15 * DAY_MS,
  );
}

/** The changes of a zone's clock that matter in the span, in order of time. */
function onsetsOf(block: string, span: Span): Onset[] {
  const parts = block.match(/^BEGIN:(STANDARD|DAYLIGHT)\s*$[\s\S]*?^END:\1\s*$/gim) ?? [];
  const onsets = parts.flatMap((part): Onset[] => {
    const offsetMs = offsetOf(valueOf(part, 'TZOFFSETTO'));
    const beforeMs = offsetOf(valueOf(part, 'TZOFFSETFROM'));
    if (offsetMs === undefined || beforeMs === undefined) return [];
    return wallClocks(part, span).map((wall) => ({ at: wall - beforeMs, offsetMs, beforeMs }));
  });
  return onsets.toSorted((a, b) => a.at - b.at);
}

/** When a part of a zone begins to hold by the clock on its wall, as if that were UTC: by its start, its dates and its rule. */
function wallClocks(part: string, { from, to }: Span): number[] {
  const start = valueOf(part, 'DTSTART');
  const dates = [start, ...valuesOf(part, 'RDATE').flatMap((value) => value.split(','))].flatMap(
    (value) => wallOf(value) ?? [],
  );
  const rule = valueOf(part, 'RRULE');
  // Others do not occur, and a few of them would be millions.
  if (!/FREQ=YEARLY/i.test(rule)) return dates;
  // From 1601 on, as Outlook has it, is a long way to today.
  const lately = new Date(from - 3 * YEAR_MS).getUTCFullYear();
  const year = /COUNT=|INTERVAL=(?!1\b)/i.test(rule)
    ? start.slice(0, 4)
    : String(Math.max(Number(start.slice(0, 4)), lately));
  const text = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:onset', `DTSTART:${year}${start.slice(4, 15)}Z`, `RRULE:${rule}`, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n'); // prettier-ignore
  try {
    const event = Object.values(ical.sync.parseICS(text)).find((one): one is VEvent => one?.type === 'VEVENT');
    if (event === undefined) return dates;
    const range = { from: new Date(from - 2 * YEAR_MS), to: new Date(to + DAY_MS) };
    return [...dates, ...ical.expandRecurringEvent(event, range).map((instance) => instance.start.getTime())];
  } catch {
    return dates;
  }
}

function zoneBlocks(text: string): string[] {
  return text.match(/^BEGIN:VTIMEZONE\s*$[\s\S]*?^END:VTIMEZONE\s*$/gim) ?? [];
}

function valueOf(block: string, name: string): string {
  return valuesOf(block, name)[0] ?? '';
}

function valuesOf(block: string, name: string): string[] {
  const found = block.matchAll(new RegExp(`^${name}(?:;[^:\\n]*)?:(.*)$`, 'gim'));
  return Array.from(found, ([, value]) => (value ?? '').trim().replace(/^"(.*)"$/, '$1'));
}

/** "+0130" as ms; seconds may follow. */
function offsetOf(text: string): number | undefined {
  const match = /^([+-])(\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (match === null) return undefined;
  const seconds = Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -seconds : seconds) * 1_000;
}

/** "20260329T020000" as if it were UTC. */
function wallOf(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
