import type { HandoffState } from '@floorwalk/shared/handoffs/handoff-machine';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { formatCount, formatTimeShort } from '../../ui/format.ts';
import { currentLocale } from '../../messages/text.ts';

/** Business time in words, to the minute: `2 h 10 min`. */
export function businessWords(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
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

export const stateWords = (state: HandoffState): string => t(`handoff-state.${state}` as MessageKey);
