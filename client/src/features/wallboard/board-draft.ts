import type { Board, Tile } from '@floorwalk/shared/api/settings';
import { GRID_COLUMNS, GRID_ROWS, type Place } from '../../tv/board-frame.ts';

export type Page = Board['pages'][number];

/** A board while it is being edited: the present, and the states before and after it that undo and redo go to. */
export type Draft = {
  readonly board: Board;
  readonly past: readonly Board[];
  readonly future: readonly Board[];
  /** The board as the server has it; equal to `board` when nothing is unsaved. */
  readonly saved: Board;
  readonly pageId: string;
  readonly tileId: string | null;
  /** Changes with the same key in a row are one step for undo: the letters of a word, not each of them. */
  readonly mergeKey: string | null;
};

export type BoardSetting = 'name' | 'teamId' | 'rotateSeconds' | 'theme' | 'screenInches' | 'viewingDistanceMetres';

export type DraftAction =
  | { readonly kind: 'set'; readonly change: Partial<Pick<Board, BoardSetting>> }
  | { readonly kind: 'show-page'; readonly pageId: string }
  | { readonly kind: 'add-page'; readonly id: string; readonly title: string }
  | { readonly kind: 'rename-page'; readonly title: string }
  | { readonly kind: 'move-page'; readonly by: 1 | -1 }
  | { readonly kind: 'remove-page' }
  | { readonly kind: 'select'; readonly tileId: string | null }
  | { readonly kind: 'add-tile'; readonly tile: Omit<Tile, keyof Place> }
  | { readonly kind: 'copy-tile'; readonly id: string }
  | { readonly kind: 'remove-tile' }
  | { readonly kind: 'change-tile'; readonly change: TileChange; readonly mergeKey: string | null }
  | { readonly kind: 'place'; readonly place: Place; readonly mergeKey: string | null }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  /** The server kept `sent` as `board`; what was changed meanwhile stays unsaved. */
  | { readonly kind: 'saved'; readonly board: Board; readonly sent: Board };

/** `undefined` takes a field away. */
export type TileChange = {
  readonly [K in Exclude<keyof Tile, 'id' | keyof Place>]?: Tile[K] | undefined;
};

export const LEAST_CELLS = 2;
export const MOST_TILES = 12;
export const MOST_PAGES = 12;
const MOST_STEPS = 100;

export function startDraft(board: Board): Draft {
  return {
    board,
    past: [],
    future: [],
    saved: board,
    pageId: board.pages[0]?.id ?? '',
    tileId: null,
    mergeKey: null,
  };
}

/** The page on show; pages always have one. */
export function shownPage(draft: Draft): Page {
  const page = draft.board.pages.find(({ id }) => id === draft.pageId) ?? draft.board.pages[0];
  if (page === undefined) throw new Error('a board has at least one page');
  return page;
}

export function selectedTile(draft: Draft): Tile | null {
  return shownPage(draft).tiles.find(({ id }) => id === draft.tileId) ?? null;
}

/** Whether something was changed that the server does not have. When it was saved is no change. */
export function isUnsaved(draft: Draft): boolean {
  if (draft.board === draft.saved) return false;
  const { updatedAt } = draft.saved;
  return JSON.stringify({ ...draft.board, updatedAt }) !== JSON.stringify(draft.saved);
}

/** The draft after an action. An action that cannot be done (no room, the last page, nothing selected) leaves it as it is. */
export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.kind) {
    case 'set':
      return step(draft, { ...draft.board, ...action.change }, `set:${Object.keys(action.change).join()}`);
    case 'show-page':
      return { ...draft, pageId: action.pageId, tileId: null, mergeKey: null };
    case 'add-page': {
      if (draft.board.pages.length >= MOST_PAGES) return draft;
      const pages = [...draft.board.pages, { id: action.id, title: action.title, tiles: [] }];
      return { ...step(draft, { ...draft.board, pages }, null), pageId: action.id, tileId: null };
    }
    case 'rename-page':
      return changePage(draft, (page) => ({ ...page, title: action.title }), `title:${draft.pageId}`);
    case 'move-page':
      return movePage(draft, action.by);
    case 'remove-page':
      return removePage(draft);
    case 'select':
      return { ...draft, tileId: action.tileId, mergeKey: null };
    case 'add-tile':
      return addTile(draft, action.tile, 3, 4);
    case 'copy-tile': {
      const tile = selectedTile(draft);
      if (tile === null) return draft;
      return addTile(draft, { ...withoutPlace(tile), id: action.id }, tile.width, tile.height);
    }
    case 'remove-tile': {
      const { tileId } = draft;
      if (tileId === null) return draft;
      const removed = changePage(
        draft,
        (page) => ({ ...page, tiles: page.tiles.filter(({ id }) => id !== tileId) }),
        null,
      );
      return { ...removed, tileId: null };
    }
    case 'change-tile':
      return changeTile(draft, (tile) => withChange(tile, action.change), action.mergeKey);
    case 'place':
      return changeTile(draft, (tile) => ({ ...tile, ...within(action.place) }), action.mergeKey);
    case 'undo':
      return undo(draft);
    case 'redo':
      return redo(draft);
    case 'saved':
      return draft.board === action.sent
        ? { ...draft, board: action.board, saved: action.board, mergeKey: null }
        : { ...draft, saved: action.board, mergeKey: null };
  }
}

/** The nearest place inside the grid, at least two cells in each direction. */
export function within(place: Place): Place {
  const width = clamp(Math.round(place.width), LEAST_CELLS, GRID_COLUMNS);
  const height = clamp(Math.round(place.height), LEAST_CELLS, GRID_ROWS);
  return {
    width,
    height,
    x: clamp(Math.round(place.x), 0, GRID_COLUMNS - width),
    y: clamp(Math.round(place.y), 0, GRID_ROWS - height),
  };
}

/** Whether two places share a cell. */
export function overlaps(left: Place, right: Place): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  );
}

/**
 * A free place for a new tile, from the top left: of the wanted size, or the largest smaller one there is room for; `null` where not even the
 * smallest fits.
 */
export function findRoom(tiles: readonly Place[], width: number, height: number): Place | null {
  const sizes: (readonly [number, number])[] = [];
  for (let w = width; w >= LEAST_CELLS; w -= 1) for (let h = height; h >= LEAST_CELLS; h -= 1) sizes.push([w, h]);
  const bySize = sizes.toSorted((left, right) => right[0] * right[1] - left[0] * left[1]);
  for (const [w, h] of bySize) {
    for (let y = 0; y + h <= GRID_ROWS; y += 1) {
      for (let x = 0; x + w <= GRID_COLUMNS; x += 1) {
        const place = { x, y, width: w, height: h };
        if (!tiles.some((tile) => overlaps(tile, place))) return place;
      }
    }
  }
  return null;
}

function addTile(draft: Draft, tile: Omit<Tile, keyof Place>, width: number, height: number): Draft {
  const { tiles } = shownPage(draft);
  if (tiles.length >= MOST_TILES) return draft;
  const place = findRoom(tiles, width, height);
  if (place === null) return draft;
  const added = changePage(draft, (page) => ({ ...page, tiles: [...page.tiles, { ...tile, ...place }] }), null);
  return { ...added, tileId: tile.id };
}

function withoutPlace(tile: Tile): Omit<Tile, keyof Place> {
  const { x: _x, y: _y, width: _width, height: _height, ...rest } = tile;
  return rest;
}

function withChange(tile: Tile, change: TileChange): Tile {
  return Object.fromEntries(Object.entries({ ...tile, ...change }).filter(([, value]) => value !== undefined)) as Tile;
}

function changeTile(draft: Draft, change: (tile: Tile) => Tile, mergeKey: string | null): Draft {
  const { tileId } = draft;
  if (tileId === null) return draft;
  return changePage(
    draft,
    (page) => ({ ...page, tiles: page.tiles.map((tile) => (tile.id === tileId ? change(tile) : tile)) }),
    mergeKey === null ? null : `${tileId}:${mergeKey}`,
  );
}

function changePage(draft: Draft, change: (page: Page) => Page, mergeKey: string | null): Draft {
  const { id } = shownPage(draft);
  const pages = draft.board.pages.map((page) => (page.id === id ? change(page) : page));
  return step(draft, { ...draft.board, pages }, mergeKey);
}

function movePage(draft: Draft, by: 1 | -1): Draft {
  const pages = [...draft.board.pages];
  const from = pages.findIndex(({ id }) => id === shownPage(draft).id);
  const to = from + by;
  const page = pages[from];
  const other = pages[to];
  if (page === undefined || other === undefined) return draft;
  pages[to] = page;
  pages[from] = other;
  return step(draft, { ...draft.board, pages }, null);
}

function removePage(draft: Draft): Draft {
  if (draft.board.pages.length <= 1) return draft;
  const { id } = shownPage(draft);
  const at = draft.board.pages.findIndex((page) => page.id === id);
  const pages = draft.board.pages.filter((page) => page.id !== id);
  const next = pages[Math.min(at, pages.length - 1)];
  return { ...step(draft, { ...draft.board, pages }, null), pageId: next?.id ?? '', tileId: null };
}

function step(draft: Draft, board: Board, mergeKey: string | null): Draft {
  if (JSON.stringify(board) === JSON.stringify(draft.board)) return draft;
  const merges = mergeKey !== null && mergeKey === draft.mergeKey && draft.past.length > 0;
  return {
    ...draft,
    board,
    past: merges ? draft.past : [...draft.past, draft.board].slice(-MOST_STEPS),
    future: [],
    mergeKey,
  };
}

function undo(draft: Draft): Draft {
  const board = draft.past.at(-1);
  if (board === undefined) return draft;
  return shownIn({ ...draft, board, past: draft.past.slice(0, -1), future: [draft.board, ...draft.future] });
}

function redo(draft: Draft): Draft {
  const [board, ...future] = draft.future;
  if (board === undefined) return draft;
  return shownIn({ ...draft, board, past: [...draft.past, draft.board], future });
}

/** Page and tile on show may be gone after a step in time. */
function shownIn(draft: Draft): Draft {
  const page = draft.board.pages.find(({ id }) => id === draft.pageId) ?? draft.board.pages[0];
  const tileId = page?.tiles.some(({ id }) => id === draft.tileId) ? draft.tileId : null;
  return { ...draft, pageId: page?.id ?? '', tileId, mergeKey: null };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
