import type { Board, Kiosk } from '@floorwalk/shared/api/settings';
import { request } from './request.ts';

/** What a new board holds; its id and its moment come from the server. */
export type NewBoard = Omit<Board, 'id' | 'updatedAt'>;
export type NewKiosk = { readonly code: string; readonly boardId: string; readonly name: string };

const boardPath = (id: string) => `/boards/${encodeURIComponent(id)}`;

export const fetchBoards = (siteId: string): Promise<readonly Board[]> =>
  request('/boards', { search: { site: siteId } });
export const fetchBoard = (id: string): Promise<Board> => request(boardPath(id));
export const makeBoard = (board: NewBoard): Promise<Board> => request('/boards', { method: 'POST', body: board });
export const putBoard = (board: Board): Promise<Board> => request(boardPath(board.id), { method: 'PUT', body: board });
export const deleteBoard = (id: string): Promise<void> => request(boardPath(id), { method: 'DELETE' });

export const fetchKiosks = (siteId: string): Promise<readonly Kiosk[]> =>
  request('/kiosks', { search: { site: siteId } });
export const pairKiosk = (kiosk: NewKiosk): Promise<Kiosk> => request('/kiosks', { method: 'POST', body: kiosk });
export const revokeKiosk = (id: string): Promise<void> =>
  request(`/kiosks/${encodeURIComponent(id)}`, { method: 'DELETE' });
