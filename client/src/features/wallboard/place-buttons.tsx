import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Copy, Trash2 } from 'lucide-react';
import type { Tile } from '@floorwalk/shared/api/settings';
import { t } from '../../messages/text.ts';
import { announce } from '../../ui/announcer.tsx';
import type { DraftAction } from './board-draft.ts';
import { placeWords, stepPlace } from './tile-handle.tsx';

const MOVES = [
  { key: 'left', icon: ArrowLeft, step: { x: -1, y: 0 } },
  { key: 'right', icon: ArrowRight, step: { x: 1, y: 0 } },
  { key: 'up', icon: ArrowUp, step: { x: 0, y: -1 } },
  { key: 'down', icon: ArrowDown, step: { x: 0, y: 1 } },
] as const;
const SIZES = [
  { key: 'wider', step: { x: 1, y: 0 } },
  { key: 'narrower', step: { x: -1, y: 0 } },
  { key: 'taller', step: { x: 0, y: 1 } },
  { key: 'shorter', step: { x: 0, y: -1 } },
] as const;

/** Moving and resizing without dragging, and what else is done with a whole tile. */
export function PlaceButtons({ tile, act }: { readonly tile: Tile; readonly act: (action: DraftAction) => void }) {
  const go = (step: { readonly x: number; readonly y: number }, resize: boolean): void => {
    const place = stepPlace(tile, step, resize);
    act({ kind: 'place', place, mergeKey: null });
    announce(placeWords(place));
  };
  return (
    <fieldset className="field-group">
      <legend>{t('boards.place-title')}</legend>
      <p className="quiet">{placeWords(tile)}</p>
      <div className="button-row">
        {MOVES.map(({ key, icon: Icon, step }) => (
          <button
            key={key}
            type="button"
            className="icon-button bordered"
            aria-label={t(`boards.move.${key}`)}
            onClick={() => go(step, false)}
          >
            <Icon aria-hidden="true" size={16} />
          </button>
        ))}
      </div>
      <div className="button-row">
        {SIZES.map(({ key, step }) => (
          <button key={key} type="button" className="button button-small" onClick={() => go(step, true)}>
            {t(`boards.size.${key}`)}
          </button>
        ))}
      </div>
      <div className="button-row">
        <button
          type="button"
          className="button button-small"
          onClick={() => act({ kind: 'copy-tile', id: crypto.randomUUID() })}
        >
          <Copy aria-hidden="true" size={14} /> {t('boards.tile.copy')}
        </button>
        <button
          type="button"
          className="button button-small button-danger"
          onClick={() => act({ kind: 'remove-tile' })}
        >
          <Trash2 aria-hidden="true" size={14} /> {t('boards.tile.remove')}
        </button>
      </div>
    </fieldset>
  );
}
