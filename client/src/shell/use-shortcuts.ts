import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import { may } from '@floorwalk/shared/access/role';
import { useFeatures } from './feature-slots.ts';
import { usePreferences } from './preferences.ts';
import { railScreens } from './rail.tsx';
import { useSession } from './session-context.ts';
import { useChangeSearch, useDeskActions, useDeskSearch } from './use-desk.ts';

type Actions = { readonly openPalette: () => void; readonly openShortcuts: () => void };

/** Screens listen for these instead of knowing the keyboard. */
export const FOCUS_FILTER = 'floorwalk:focus-filter';
export const RESORT = 'floorwalk:resort';

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The desk's keys. Single letters are still while somebody types, while a dialog is open, and for whoever switched them off. */
export function useShortcuts({ openPalette, openShortcuts }: Actions): void {
  const features = useFeatures();
  const { principal } = useSession();
  const { goTo, siteId } = useDeskActions();
  const search = useDeskSearch();
  const change = useChangeSearch();
  const now = useRef({ openPalette, openShortcuts, goTo, search, change });
  useEffect(() => {
    now.current = { openPalette, openShortcuts, goTo, search, change };
  });

  useEffect(() => {
    const letter = (run: () => void) => (event: KeyboardEvent) => {
      if (isTyping(event) || event.repeat || !usePreferences.getState().letterKeys) return;
      if (document.querySelector('[role=dialog]')) return;
      event.preventDefault();
      run();
    };
    const screens = railScreens(features, (screen) => may(principal, screen.permission, siteId));
    const goKeys = Object.fromEntries(
      screens.map((screen) => [
        `g ${screen.rail.key}`,
        letter(() => now.current.goTo(screen.path.replace(/\/?\$.*$/, ''))),
      ]),
    );
    return tinykeys(window, {
      '$mod+k': (event) => {
        event.preventDefault();
        now.current.openPalette();
      },
      '/': letter(() => window.dispatchEvent(new Event(FOCUS_FILTER))),
      r: letter(() => window.dispatchEvent(new Event(RESORT))),
      p: letter(() => {
        const { frequency, set } = usePreferences.getState();
        set({ frequency: frequency === 'paused' ? 'live' : 'paused' });
      }),
      'Shift+?': letter(() => now.current.openShortcuts()),
      '?': letter(() => now.current.openShortcuts()),
      Escape: (event) => {
        if (event.defaultPrevented || document.querySelector('[role=dialog]') || isTyping(event)) return;
        if (now.current.search.panel !== undefined) now.current.change({ panel: undefined });
      },
      ...goKeys,
    });
  }, [features, principal, siteId]);
}
