import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { preferredLocale, type Locale } from '../messages/locale.ts';
import { FREQUENCIES, type Frequency } from '../store/flush-scheduler.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export type Preferences = {
  readonly theme: Theme;
  readonly locale: Locale;
  readonly frequency: Frequency;
  /** Single letters as shortcuts; some people's tools type for them. */
  readonly letterKeys: boolean;
  /** Live tables as plain ones, a hundred rows a page. */
  readonly listMode: boolean;
  readonly set: (change: Partial<Omit<Preferences, 'set'>>) => void;
};

/** What a person likes, on this computer. What they look at is in the address instead. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'system',
      locale: preferredLocale(navigator.languages),
      frequency: 'live',
      letterKeys: true,
      listMode: false,
      set: (change) => set(change),
    }),
    {
      name: 'floorwalk.preferences',
      version: 1,
      // A paused screen does not stay paused over a reload: nobody would know why nothing moves.
      partialize: ({ set: _set, ...rest }) => ({
        ...rest,
        frequency: rest.frequency === 'paused' ? 'live' : rest.frequency,
      }),
      merge: (stored, fresh) => {
        const kept = (stored ?? {}) as Partial<Preferences>;
        return {
          ...fresh,
          ...kept,
          frequency: FREQUENCIES.find((frequency) => frequency === kept.frequency) ?? fresh.frequency,
          set: fresh.set,
        };
      },
    },
  ),
);
