import type { Tile } from '@floorwalk/shared/api/settings';
import { t } from '../../messages/text.ts';
import { findRoom, MOST_TILES, type DraftAction, type Page } from './board-draft.ts';

/** A new tile starts with something to show. */
const NEW_TILES: readonly Omit<Tile, 'id' | 'x' | 'y' | 'width' | 'height'>[] = [
  { kind: 'number', metric: 'waiting', subject: { table: 'sites' } },
  { kind: 'gauge', metric: 'service-level', window: 'last30m', subject: { table: 'sites' } },
  { kind: 'trend', metric: 'waiting', subject: { table: 'sites' } },
  { kind: 'list', metric: 'service-level', window: 'last30m', subject: { table: 'sites' } },
  { kind: 'clock' },
  { kind: 'message', text: '' },
];

export function AddTileBar({ page, act }: { readonly page: Page; readonly act: (action: DraftAction) => void }) {
  const isFull = page.tiles.length >= MOST_TILES || findRoom(page.tiles, 2, 2) === null;
  return (
    <fieldset className="button-row bare" aria-label={t('boards.tile.add')}>
      <span>{t('boards.tile.add')}</span>
      {NEW_TILES.map((tile) => (
        <button
          key={tile.kind}
          type="button"
          className="button button-small"
          disabled={isFull}
          onClick={() => {
            const text = tile.kind === 'message' ? { text: t('boards.tile.message-start') } : {};
            act({ kind: 'add-tile', tile: { ...tile, ...text, id: crypto.randomUUID() } });
          }}
        >
          {t(`boards.kind.${tile.kind}`)}
        </button>
      ))}
      {isFull && <span className="quiet">{t('boards.page.full')}</span>}
    </fieldset>
  );
}
