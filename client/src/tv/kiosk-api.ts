import type { Board } from '@floorwalk/shared/api/settings';
import { ApiError, request } from '../api/request.ts';
import type { PairingInput } from './pairing.ts';

type PairingGiven = { readonly code: string; readonly pairingId: string; readonly secret: string };
/** Confirmed: the device token and its board. Until then neither is there. */
type ClaimAnswer = { readonly token?: string; readonly boardId?: string };

/** Asks for a code to show. */
export async function askForPairing(signal: AbortSignal): Promise<PairingInput> {
  try {
    const given = await request<PairingGiven>('/kiosk/pairings', { method: 'POST', body: {}, signal });
    return { kind: 'pairing-given', ...given };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** Asks whether the code was confirmed meanwhile. */
export async function claimPairing(pairingId: string, secret: string, signal: AbortSignal): Promise<PairingInput> {
  try {
    const path = `/kiosk/pairings/${encodeURIComponent(pairingId)}/claim`;
    const answer = await request<ClaimAnswer>(path, { method: 'POST', body: { secret }, signal });
    return answer.token === undefined || answer.boardId === undefined
      ? { kind: 'not-confirmed-yet' }
      : { kind: 'confirmed', token: answer.token, boardId: answer.boardId };
  } catch (error) {
    const gone = error instanceof ApiError && (error.status === 404 || error.status === 410);
    return { kind: gone ? 'expired' : 'unreachable' };
  }
}

/** What came of asking for a board. */
export type BoardAnswer =
  | { readonly kind: 'board'; readonly board: Board }
  | { readonly kind: 'not-signed-in' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'no-board' }
  | { readonly kind: 'unreachable' };

export async function fetchScreenBoard(
  boardId: string,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<BoardAnswer> {
  try {
    const board = await request<Board>(`/boards/${encodeURIComponent(boardId)}`, {
      ...(token === undefined ? {} : { token }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { kind: 'board', board };
  } catch (error) {
    switch (error instanceof ApiError ? error.status : 0) {
      case 401:
        return { kind: 'not-signed-in' };
      case 403:
        return { kind: 'forbidden' };
      case 404:
        return { kind: 'no-board' };
      default:
        return { kind: 'unreachable' };
    }
  }
}

const HEALTH_TIMEOUT_MS = 10_000;

/** Whether the server answers at all. */
export async function serverAnswers(): Promise<boolean> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), HEALTH_TIMEOUT_MS);
  try {
    await request('/session', { signal: abort.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
