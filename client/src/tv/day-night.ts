import { hourOfDay } from './format-value.ts';

export const BOARD_THEMES = ['dark', 'light', 'day-night'] as const;
export type BoardTheme = (typeof BOARD_THEMES)[number];

const DAY_BEGINS = 7;
const NIGHT_BEGINS = 19;

/** Which colours show now: `day-night` is light from 7 to 19 o'clock of the site's zone. `at` is epoch ms. */
export function shownTheme(theme: BoardTheme, at: number, zone: string | undefined): 'dark' | 'light' {
  if (theme !== 'day-night') return theme;
  const hour = hourOfDay(at, zone);
  return hour >= DAY_BEGINS && hour < NIGHT_BEGINS ? 'light' : 'dark';
}
