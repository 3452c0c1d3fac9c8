import { useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import type { Tile } from '@floorwalk/shared/api/settings';
import { t } from '../../messages/text.ts';
import { announce } from '../../ui/announcer.tsx';
import { GRID_COLUMNS, GRID_ROWS, type Place } from '../../tv/board-frame.ts';
import { within } from './board-draft.ts';

export type PlaceTile = (place: Place, mergeKey: string | null) => void;

/** A drag from its beginning: one step for undo, whatever happens on the way. */
type Drag = {
  readonly x: number;
  readonly y: number;
  readonly from: Place;
  readonly resize: boolean;
  readonly mergeKey: string;
};

/** Where a tile stands, in words. */
export function placeWords({ x, y, width, height }: Place): string {
  return t('boards.place', { column: x + 1, row: y + 1, width, height });
}

const STEPS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The place after one step: moved, or with `resize` made wider, narrower, taller or shorter. */
export function stepPlace(place: Place, step: { readonly x: number; readonly y: number }, resize: boolean): Place {
  return within(
    resize
      ? {
          ...place,
          width: Math.min(place.width + step.x, GRID_COLUMNS - place.x),
          height: Math.min(place.height + step.y, GRID_ROWS - place.y),
        }
      : { ...place, x: place.x + step.x, y: place.y + step.y },
  );
}

/**
 * Lies over a tile of the preview: a button that selects it, moves it with the arrow keys and resizes it with Shift and the arrow keys; dragging
 * it, or its corner, does the same with the pointer.
 */
export function TileHandle({
  tile,
  label,
  style,
  isSelected,
  hasError,
  helpId,
  onSelect,
  onPlace,
  onRemove,
}: {
  readonly tile: Tile;
  readonly label: string;
  readonly style: CSSProperties;
  readonly isSelected: boolean;
  readonly hasError: boolean;
  readonly helpId: string;
  readonly onSelect: () => void;
  readonly onPlace: PlaceTile;
  readonly onRemove: () => void;
}) {
  const drag = useRef<Drag | null>(null);

  const pressed = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      onSelect();
      const place = stepPlace(tile, step, event.shiftKey);
      onPlace(place, null);
      announce(placeWords(place));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onSelect();
      onRemove();
    }
  };

  const grabbed = (event: PointerEvent<HTMLElement>, resize: boolean): void => {
    if (event.button !== 0) return;
    onSelect();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY, from: tile, resize, mergeKey: `drag:${event.timeStamp}` };
  };
  const dragged = (event: PointerEvent<HTMLElement>): void => {
    const grid = event.currentTarget.closest('[data-preview-grid]')?.getBoundingClientRect();
    if (drag.current === null || grid === undefined) return;
    const { x, y, from, resize, mergeKey } = drag.current;
    const step = {
      x: Math.round(((event.clientX - x) / grid.width) * GRID_COLUMNS),
      y: Math.round(((event.clientY - y) / grid.height) * GRID_ROWS),
    };
    onPlace(stepPlace(from, step, resize), mergeKey);
  };
  const dropped = (): void => {
    drag.current = null;
  };

  return (
    <div
      className="tile-handle"
      data-selected={isSelected || undefined}
      data-error={hasError || undefined}
      style={style}
    >
      <button
        type="button"
        className="tile-handle-button"
        aria-label={`${label}, ${placeWords(tile)}`}
        aria-pressed={isSelected}
        aria-describedby={helpId}
        data-tile-handle={tile.id}
        onClick={onSelect}
        onKeyDown={pressed}
        onPointerDown={(event) => grabbed(event, false)}
        onPointerMove={dragged}
        onPointerUp={dropped}
        onPointerCancel={dropped}
      />
      <span
        className="tile-handle-corner"
        aria-hidden="true"
        onPointerDown={(event) => grabbed(event, true)}
        onPointerMove={dragged}
        onPointerUp={dropped}
        onPointerCancel={dropped}
      />
    </div>
  );
}
