import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Board } from '@floorwalk/shared/api/settings';
import { GRID_COLUMNS, GRID_ROWS } from '../../tv/board-frame.ts';
import {
  findRoom,
  isUnsaved,
  overlaps,
  reduceDraft,
  selectedTile,
  shownPage,
  startDraft,
  within,
  type Draft,
  type DraftAction,
} from './board-draft.ts';
import { TEMPLATES } from './board-templates.ts';

const board: Board = {
  id: 'b',
  siteId: 's',
  teamId: null,
  name: 'Board',
  pages: [{ id: 'p', title: 'Page', tiles: [] }],
  rotateSeconds: 20,
  theme: 'dark',
  screenInches: 55,
  viewingDistanceMetres: 5,
  updatedAt: 1,
};

let nextId = 0;
const id = (): string => `id-${(nextId += 1)}`;

const place = fc.record({
  x: fc.integer({ min: -5, max: 20 }),
  y: fc.integer({ min: -5, max: 20 }),
  width: fc.integer({ min: -5, max: 20 }),
  height: fc.integer({ min: -5, max: 20 }),
});
const merge = fc.constantFrom(null, 'title');
const action: fc.Arbitrary<DraftAction> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), change: fc.record({ name: fc.string() }) }),
  fc.constant(null).map((): DraftAction => ({ kind: 'add-page', id: id(), title: 'More' })),
  fc.record({ kind: fc.constant('move-page' as const), by: fc.constantFrom(1 as const, -1 as const) }),
  fc.constant<DraftAction>({ kind: 'remove-page' }),
  fc.record({ kind: fc.constant('rename-page' as const), title: fc.string() }),
  fc.constant(null).map((): DraftAction => ({ kind: 'add-tile', tile: { id: id(), kind: 'number' } })),
  fc.constant(null).map((): DraftAction => ({ kind: 'copy-tile', id: id() })),
  fc.constant<DraftAction>({ kind: 'remove-tile' }),
  fc.constant<DraftAction>({ kind: 'select', tileId: null }),
  fc.record({
    kind: fc.constant('change-tile' as const),
    change: fc.record({ title: fc.option(fc.string(), { nil: undefined }) }),
    mergeKey: merge,
  }),
  fc.record({ kind: fc.constant('place' as const), place, mergeKey: merge }),
  fc.constant<DraftAction>({ kind: 'undo' }),
  fc.constant<DraftAction>({ kind: 'redo' }),
);

const play = (actions: readonly DraftAction[]): Draft => actions.reduce(reduceDraft, startDraft(board));

describe('editing a board', () => {
  it('whatever is done, every tile lies in the grid, ids are unique, and there is a page', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const draft = play(actions);
        expect(draft.board.pages.length).toBeGreaterThan(0);
        expect(draft.board.pages).toContainEqual(shownPage(draft));
        for (const page of draft.board.pages) {
          expect(page.tiles.length).toBeLessThanOrEqual(12);
          expect(new Set(page.tiles.map((tile) => tile.id)).size).toBe(page.tiles.length);
          for (const tile of page.tiles) {
            expect(tile.x).toBeGreaterThanOrEqual(0);
            expect(tile.y).toBeGreaterThanOrEqual(0);
            expect(Math.min(tile.width, tile.height)).toBeGreaterThanOrEqual(2);
            expect(tile.x + tile.width).toBeLessThanOrEqual(GRID_COLUMNS);
            expect(tile.y + tile.height).toBeLessThanOrEqual(GRID_ROWS);
          }
        }
      }),
    );
  });

  it('undoing everything brings the first board back, redoing everything the last', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const last = play(actions.filter(({ kind }) => kind !== 'undo' && kind !== 'redo'));
        let draft = last;
        for (let left = last.past.length; left > 0; left -= 1) draft = reduceDraft(draft, { kind: 'undo' });
        expect(draft.board).toEqual(board);
        expect(isUnsaved(draft)).toBe(false);
        for (let left = last.past.length; left > 0; left -= 1) draft = reduceDraft(draft, { kind: 'redo' });
        expect(draft.board).toEqual(last.board);
      }),
    );
  });

  it('a title typed letter by letter is one step for undo, and a move after it another', () => {
    let draft = play([{ kind: 'add-tile', tile: { id: 't', kind: 'number' } }]);
    for (const title of ['S', 'SL', 'SL V']) {
      draft = reduceDraft(draft, { kind: 'change-tile', change: { title }, mergeKey: 'title' });
    }
    draft = reduceDraft(draft, { kind: 'place', place: { x: 5, y: 0, width: 3, height: 4 }, mergeKey: null });
    draft = reduceDraft(draft, { kind: 'undo' });
    expect(selectedTile(draft)).toMatchObject({ title: 'SL V', x: 0 });
    draft = reduceDraft(draft, { kind: 'undo' });
    expect(selectedTile(draft)).toEqual({ id: 't', kind: 'number', x: 0, y: 0, width: 3, height: 4 });
  });

  it('a field set to nothing is taken away, so that the server is not sent an undefined one', () => {
    const draft = play([
      { kind: 'add-tile', tile: { id: 't', kind: 'number', title: 'x' } },
      { kind: 'change-tile', change: { title: undefined }, mergeKey: null },
    ]);
    expect(Object.keys(selectedTile(draft) ?? {})).not.toContain('title');
  });

  it('new tiles never lie on others; when the page is full nothing is added', () => {
    const actions = Array.from({ length: 20 }, (_, index): DraftAction => ({
      kind: 'add-tile',
      tile: { id: `t${index}`, kind: 'number' },
    }));
    const { tiles } = shownPage(play(actions));
    expect(tiles).toHaveLength(12);
    for (const [index, tile] of tiles.entries()) {
      expect(tiles.slice(index + 1).some((other) => overlaps(tile, other))).toBe(false);
    }
  });

  it('room is found exactly where a search of every cell finds it', () => {
    fc.assert(
      fc.property(fc.array(place.map(within), { maxLength: 8 }), (tiles) => {
        const free = (x: number, y: number): boolean =>
          !tiles.some((tile) => overlaps(tile, { x, y, width: 1, height: 1 }));
        let anywhere = false;
        for (let y = 0; y < GRID_ROWS - 1; y += 1) {
          for (let x = 0; x < GRID_COLUMNS - 1; x += 1) {
            if (free(x, y) && free(x + 1, y) && free(x, y + 1) && free(x + 1, y + 1)) anywhere = true;
          }
        }
        const room = findRoom(tiles, 3, 4);
        expect(room !== null).toBe(anywhere);
        if (room !== null) expect(tiles.some((tile) => overlaps(tile, room))).toBe(false);
      }),
    );
  });
});

describe('templates', () => {
  it.each(TEMPLATES.map(({ id: template }) => template))('%s: tiles lie in the grid and on no other', (template) => {
    const made = TEMPLATES.find((one) => one.id === template);
    const pages = made?.pages({ subject: { table: 'queues', id: 'q' }, words: (key) => key }) ?? [];
    expect(pages.length).toBeGreaterThan(0);
    for (const { tiles } of pages) {
      for (const [index, tile] of tiles.entries()) {
        expect(within(tile)).toEqual({ x: tile.x, y: tile.y, width: tile.width, height: tile.height });
        expect(tiles.slice(index + 1).filter((other) => overlaps(tile, other))).toEqual([]);
      }
    }
  });
});
