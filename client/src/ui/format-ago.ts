import { currentLocale } from '../messages/text.ts';

const STEPS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** How long ago, in the largest whole unit: `3 minutes ago`. Less than a minute is this minute. */
export function formatAgo(ms: number): string {
  const format = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' });
  const step = STEPS.find((one) => ms >= one.ms);
  return step === undefined ? format.format(0, 'minute') : format.format(-Math.floor(ms / step.ms), step.unit);
}
