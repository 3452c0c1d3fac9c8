import type { HandoffState } from '@floorwalk/shared/handoffs/handoff-machine';
import type { MessageKey } from '../../messages/message-key.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { formatCount, formatTime, formatTimeShort } from '../../ui/format.ts';

const HOUR_MS = 3_600_000;

/** Business time in words, to the minute: `2 h 10 min`; in seconds where it is less than one. */
export function businessWords(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes === 0) return t('unit.seconds', { count: formatCount(Math.floor(Math.abs(ms) / 1_000)) });
  const hours = Math.floor(minutes / 60);
  const rest = t('unit.minutes', { count: formatCount(minutes % 60) });
  if (hours === 0) return rest;
  const whole = t('unit.hours', { count: formatCount(hours) });
  return minutes % 60 === 0 ? whole : `${whole} ${rest}`;
}

/** A moment near enough to need no year: `Mon, 8 Jun, 10:30`. */
export function momentWords(at: number, zone: string): string {
  const day = new Intl.DateTimeFormat(currentLocale(), {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(at);
  return `${day}, ${formatTimeShort(at, zone)}`;
}

/** A moment on a line that spans so much: with the day where it goes over days, to the second where it goes over minutes. */
export function lineMoment(at: number, zone: string, spanMs: number): string {
  if (spanMs >= 20 * HOUR_MS) return momentWords(at, zone);
  return spanMs < HOUR_MS ? formatTime(at, zone) : formatTimeShort(at, zone);
}

export const stateWords = (state: HandoffState): string => t(`handoff-state.${state}` as MessageKey);
