import { useId, useState } from 'react';
import type { Tile } from '@floorwalk/shared/api/settings';
import { WINDOW_KEYS } from '@floorwalk/shared/floor/window';
import type { MetricUnit } from '@floorwalk/shared/metrics/metric';
import type { MessageKey } from '../../messages/message-key.ts';
import { currentLocale, t, textOf } from '../../messages/text.ts';
import type { BoardSource } from '../../tv/board-view.tsx';
import { findTileMetric, TILE_METRIC_IDS, type TileMetric } from '../../tv/tile-metric.ts';
import { tileWindow } from '../../tv/tile-reading.ts';
import type { DraftAction, TileChange } from './board-draft.ts';
import type { TileFlaw } from './inspect-page.ts';
import { PlaceButtons } from './place-buttons.tsx';
import { SubjectSelect } from './subject-select.tsx';
import { readThreshold, writeThreshold } from './threshold-units.ts';
import { FlawList } from './flaw-list.tsx';

const KINDS = ['number', 'gauge', 'trend', 'list', 'clock', 'message'] as const satisfies readonly Tile['kind'][];

/** Everything about the selected tile. Changes show in the preview at once and are saved with the board. */
export function TileForm({
  tile,
  flaws,
  source,
  act,
  nameOf,
}: {
  readonly tile: Tile;
  readonly flaws: readonly TileFlaw[];
  readonly source: BoardSource;
  readonly act: (action: DraftAction) => void;
  readonly nameOf: (tileId: string) => string;
}) {
  const change = (next: TileChange, mergeKey: string | null = null): void =>
    act({ kind: 'change-tile', change: next, mergeKey });
  const metric = tile.metric === undefined ? null : findTileMetric(tile.metric);
  const isNumeric = tile.kind !== 'clock' && tile.kind !== 'message';
  const flawsId = useId();
  return (
    <form className="form tile-form" onSubmit={(event) => event.preventDefault()} aria-describedby={flawsId}>
      <FlawList id={flawsId} flaws={flaws} nameOf={nameOf} />
      <label className="field">
        <span>{t('boards.tile.kind')}</span>
        <select
          className="select"
          value={tile.kind}
          onChange={(event) => change(kindChange(event.target.value as Tile['kind']))}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`boards.kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {isNumeric && <MetricSelect tile={tile} metric={metric} onChange={(id) => change(metricChange(tile, id))} />}
      {isNumeric && metric !== null && (
        <SubjectSelect tile={tile} metric={metric} source={source} onChange={(subject) => change({ subject })} />
      )}
      {metric?.span === 'window' && isNumeric && (
        <label className="field">
          <span>{t('boards.tile.window')}</span>
          <select
            className="select"
            value={tileWindow(tile)}
            onChange={(event) => change({ window: event.target.value })}
          >
            {WINDOW_KEYS.map((key) => (
              <option key={key} value={key}>
                {t(`window.${key}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {tile.kind !== 'clock' && (
        <label className="field">
          <span>{t('boards.tile.title')}</span>
          <input
            value={tile.title ?? ''}
            maxLength={60}
            onChange={(event) => change({ title: event.target.value === '' ? undefined : event.target.value }, 'title')}
          />
          <small className="quiet">{t('boards.tile.title-hint')}</small>
        </label>
      )}
      {tile.kind === 'message' && (
        <label className="field">
          <span>{t('boards.tile.text')}</span>
          <textarea
            value={tile.text ?? ''}
            maxLength={500}
            rows={4}
            onChange={(event) => change({ text: event.target.value }, 'text')}
          />
        </label>
      )}
      {isNumeric && metric !== null && (
        <Thresholds key={`${tile.id} ${metric.id}`} tile={tile} metric={metric} onChange={change} />
      )}
      <PlaceButtons tile={tile} act={act} />
    </form>
  );
}

function kindChange(kind: Tile['kind']): TileChange {
  if (kind === 'clock') {
    return {
      kind,
      metric: undefined,
      window: undefined,
      subject: undefined,
      title: undefined,
      text: undefined,
      target: undefined,
      warning: undefined,
      critical: undefined,
    };
  }
  if (kind === 'message') {
    return {
      kind,
      metric: undefined,
      window: undefined,
      subject: undefined,
      target: undefined,
      warning: undefined,
      critical: undefined,
    };
  }
  return { kind, text: undefined };
}

/** Another metric: thresholds in another unit mean nothing any more, and a bot's number is no queue's. */
function metricChange(tile: Tile, id: string): TileChange {
  const before = tile.metric === undefined ? null : findTileMetric(tile.metric);
  const after = findTileMetric(id);
  const keepsSubject = before === null ? tile.subject !== undefined : before.subject === after?.subject;
  const keepsLimits = before !== null && before.unit === after?.unit && before.better === after.better;
  return {
    metric: id,
    window: after?.span === 'window' ? tileWindow(tile) : undefined,
    ...(keepsSubject ? {} : { subject: after?.subject === 'bot' ? { table: 'bots' } : { table: 'sites' } }),
    ...(keepsLimits ? {} : { target: undefined, warning: undefined, critical: undefined }),
  };
}

function MetricSelect({
  tile,
  metric,
  onChange,
}: {
  readonly tile: Tile;
  readonly metric: TileMetric | null;
  readonly onChange: (id: string) => void;
}) {
  const option = (id: string) => (
    <option key={id} value={id}>
      {textOf(`metric.${id}`) ?? id}
    </option>
  );
  const metrics = TILE_METRIC_IDS.map((id) => findTileMetric(id)).filter((one) => one !== null);
  return (
    <label className="field">
      <span>{t('boards.tile.metric')}</span>
      <select className="select" value={tile.metric ?? ''} onChange={(event) => onChange(event.target.value)}>
        {tile.metric === undefined && <option value="">{t('boards.choose')}</option>}
        {tile.metric !== undefined && metric === null && option(tile.metric)}
        <optgroup label={t('boards.metrics.now')}>
          {metrics.filter((one) => one.subject === 'queue' && one.span === 'now').map((one) => option(one.id))}
        </optgroup>
        <optgroup label={t('boards.metrics.window')}>
          {metrics.filter((one) => one.subject === 'queue' && one.span === 'window').map((one) => option(one.id))}
        </optgroup>
        <optgroup label={t('boards.metrics.bots')}>
          {metrics.filter((one) => one.subject === 'bot').map((one) => option(one.id))}
        </optgroup>
      </select>
      {metric !== null && <small className="quiet">{textOf(`metric.${metric.id}.formula`)}</small>}
    </label>
  );
}

type Limit = 'target' | 'warning' | 'critical';
const LIMITS = ['target', 'warning', 'critical'] as const satisfies readonly Limit[];

function Thresholds({
  tile,
  metric,
  onChange,
}: {
  readonly tile: Tile;
  readonly metric: TileMetric;
  readonly onChange: (change: TileChange, mergeKey: string | null) => void;
}) {
  return (
    <fieldset className="field-group">
      <legend>{t(`boards.limits.${metric.better}` as MessageKey)}</legend>
      <div className="limit-fields">
        {LIMITS.map((limit) => (
          <ThresholdField
            key={limit}
            limit={limit}
            value={tile[limit]}
            unit={metric.unit}
            onChange={(value) => onChange({ [limit]: value }, limit)}
          />
        ))}
      </div>
    </fieldset>
  );
}

function ThresholdField({
  limit,
  value,
  unit,
  onChange,
}: {
  readonly limit: Limit;
  readonly value: number | undefined;
  readonly unit: MetricUnit;
  readonly onChange: (value: number | undefined) => void;
}) {
  const written = writeThreshold(value, unit, currentLocale());
  const [typed, setTyped] = useState(written);
  const [shown, setShown] = useState(value);
  const id = useId();
  // Undo changes the value from outside; what is being typed stays as long as it means the same.
  if (shown !== value) {
    setShown(value);
    const read = readThreshold(typed, unit);
    if (!read.ok || read.value !== value) setTyped(written);
  }
  const read = readThreshold(typed, unit);
  return (
    <label className="field">
      <span>
        {t(`boards.limit.${limit}`)} <span className="quiet">{t(`boards.unit.${unit}`)}</span>
      </span>
      <input
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        aria-invalid={!read.ok}
        aria-describedby={read.ok ? undefined : id}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = readThreshold(event.target.value, unit);
          if (next.ok) onChange(next.value);
        }}
      />
      {!read.ok && (
        <small id={id} className="field-problem">
          {t(`boards.limit.${read.problem}`)}
        </small>
      )}
    </label>
  );
}
