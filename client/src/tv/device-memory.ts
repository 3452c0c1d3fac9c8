import type { Board } from '@floorwalk/shared/api/settings';
import type { Keep } from './trend-store.ts';

const KIOSK_KEY = 'floorwalk.tv.kiosk';
const BOARD_KEY = 'floorwalk.tv.board';
const RELOADS_KEY = 'floorwalk.tv.reloads';

/** What this screen was paired as. The token is sent with every request and never shown. */
export type KioskMemory = { readonly token: string; readonly boardId: string };

/** What the browser keeps over restarts; where it keeps nothing, until the page is closed. */
export const browserKeep: Keep & { readonly remove: (key: string) => void } = {
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return fallback.get(key) ?? null;
    }
  },
  write(key, text) {
    try {
      localStorage.setItem(key, text);
    } catch {
      fallback.set(key, text);
    }
  },
  remove(key) {
    fallback.delete(key);
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept there.
    }
  },
};
const fallback = new Map<string, string>();

export function readKiosk(): KioskMemory | null {
  const kept = parse(browserKeep.read(KIOSK_KEY)) as Partial<KioskMemory> | null;
  return typeof kept?.token === 'string' && typeof kept.boardId === 'string'
    ? { token: kept.token, boardId: kept.boardId }
    : null;
}

export function keepKiosk(kiosk: KioskMemory): void {
  browserKeep.write(KIOSK_KEY, JSON.stringify(kiosk));
}

export function forgetKiosk(): void {
  browserKeep.remove(KIOSK_KEY);
  browserKeep.remove(BOARD_KEY);
}

/** The board as last seen, so that a screen that starts without a network still shows its frame and says why it is empty. */
export function readBoard(boardId: string): Board | null {
  const kept = parse(browserKeep.read(BOARD_KEY)) as Board | null;
  return kept?.id === boardId && Array.isArray(kept.pages) ? kept : null;
}

export function keepBoard(board: Board): void {
  browserKeep.write(BOARD_KEY, JSON.stringify(board));
}

/** When this screen reloaded itself, epoch ms. */
export function readReloads(): number[] {
  const kept = parse(browserKeep.read(RELOADS_KEY));
  return Array.isArray(kept) ? kept.filter((at): at is number => typeof at === 'number') : [];
}

export function keepReloads(reloads: readonly number[]): void {
  browserKeep.write(RELOADS_KEY, JSON.stringify(reloads));
}

function parse(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
