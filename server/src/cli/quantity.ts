import type { InputError } from '@floorwalk/shared/numeric/input-error';
import { CliError } from './cli-error.ts';

const secondsPerUnit: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** How units are spelled, by the unit. */
const spellings: Record<string, readonly string[]> = {
  ms: ['millisecond', 'milliseconds'],
  s: ['', 'sec', 'secs', 'second', 'seconds'],
  m: ['min', 'mins', 'minute', 'minutes'],
  h: ['hr', 'hrs', 'hour', 'hours'],
  d: ['day', 'days'],
  w: ['week', 'weeks'],
};
const unitOf = new Map(
  Object.entries(spellings).flatMap(([unit, names]) => [unit, ...names].map((name) => [name, unit] as const)),
);

/**
 * Seconds of a duration as typed: `180s`, `30m`, `1.5h`, `1d`, `2 minutes`, `1h30m`, `PT3M`, or a bare number of seconds. Sign
 * and size are not judged here.
 */
export function parseDuration(flag: string, text: string): number {
  const plain = text.trim().toLowerCase();
  const pieces = plain.replace(/^p(?:t(?=\d)|(?=\d))/, '').replaceAll(/(?<=[a-z])t(?=\d)/g, '');
  const piece = /([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*/y;
  let seconds = 0;
  let count = 0;
  for (let match = piece.exec(pieces); match !== null; match = piece.exec(pieces)) {
    const unit = unitOf.get(match[2] ?? '');
    const isBare = match[2] === '';
    // A number without a unit means seconds only where it stands alone.
    if (unit === undefined || (isBare && (count > 0 || piece.lastIndex < pieces.length))) break;
    seconds += Number(match[1]) * (secondsPerUnit[unit] ?? Number.NaN);
    count++;
    if (piece.lastIndex === pieces.length) return seconds;
  }
  throw new CliError(`${flag} cannot be read: ${text}`, { remedy: 'write a duration such as 180s, 30m, 1.5h or 1d' });
}

/** A number as typed. */
export function parseNumber(flag: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new CliError(`${flag} cannot be read: ${text}`, { remedy: 'write a number' });
  return value;
}

/** A share as typed: `0.85` or `85%`. Its size is not judged here. */
export function parseShare(flag: string, text: string): number {
  return text.trim().endsWith('%') ? parseNumber(flag, text.trim().slice(0, -1)) / 100 : parseNumber(flag, text);
}

/** A service target as typed: `80/20` is 80 % within 20 seconds, `0.8/20s` the same. A first number up to 1 is a share, above it a percentage. */
export function parseTarget(flag: string, text: string): { targetSL: number; targetSec: number } {
  const [share, within, ...rest] = text.split('/');
  if (share === undefined || within === undefined || rest.length > 0) {
    throw new CliError(`${flag} cannot be read: ${text}`, { remedy: 'write 80/20 for 80 % within 20 seconds' });
  }
  const value = parseShare(flag, share);
  return {
    targetSL: value > 1 && !share.includes('%') ? value / 100 : value,
    targetSec: parseDuration(flag, within),
  };
}

/** What is wrong with an input, with flags for fields: who typed the one does not know the other. */
export function inFlags({ field, message }: InputError, flagOf: Readonly<Record<string, string>>): string {
  const words = Object.entries(flagOf).reduce(
    (text, [name, flag]) => text.replaceAll(name, flag),
    message.slice(field.length),
  );
  return `${flagOf[field] ?? field}${words}`;
}
