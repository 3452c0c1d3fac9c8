import { CliError } from './cli-error.ts';

const secondsPerUnit: Record<string, number> = { ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of a duration as typed: `180s`, `30m`, `1.5h`, `1d`, or a bare number of seconds. Sign and size are not judged here. */
export function parseDuration(flag: string, text: string): number {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const unit = secondsPerUnit[(match?.[2] ?? '').toLowerCase() || 's'];
  if (match?.[1] === undefined || unit === undefined) {
    throw new CliError(`${flag} cannot be read: ${text}`, { remedy: 'write a duration such as 180s, 30m, 1.5h or 1d' });
  }
  return Number(match[1]) * unit;
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
