import type { Tile } from '@floorwalk/shared/api/settings';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import type { MessageKey } from '../messages/message-key.ts';
import { t, textOf } from '../messages/text.ts';
import { DASH, formatTimeOfDay, formatValue, formatWhole } from './format-value.ts';
import type { Note, TileTexts } from './tile-layout.ts';
import type { TileMetric } from './tile-metric.ts';
import type { ListReading, NumberReading, TileProblem } from './tile-reading.ts';
import type { TileState } from './threshold-state.ts';

/** What words depend on, apart from the reading. */
export type Wording = {
  readonly locale: string;
  readonly zone: string | undefined;
  /** The site's time of the numbers shown, epoch ms, when they no longer follow; `null` while they do. */
  readonly staleSince: number | null;
};

/** Fewer than this and a percentage says that it stands on few contacts. */
const FEW = 10;

/** The name of a metric, at most 11 characters. */
export function shortMetricName(metric: TileMetric): string {
  return textOf(`short.${metric.id}`) ?? metric.id;
}

/** The window in words; nothing for what is true now. */
export function windowWords(metric: TileMetric, window: WindowKey): string {
  return metric.span === 'now' ? t('window.now') : t(`window.${window}`);
}

/** The tile's own title, or what it shows and of whom. */
export function tileLabel(tile: Tile, reading: NumberReading | ListReading): string {
  if (tile.title !== undefined && tile.title.trim() !== '') return tile.title;
  if (reading.metric === null) return tile.metric ?? '';
  const name = shortMetricName(reading.metric);
  const ofSite = (tile.subject?.table ?? 'sites') === 'sites';
  return ofSite || reading.subjectName === null ? name : `${name} · ${reading.subjectName}`;
}

const STATE_WORDS: Record<Exclude<TileState, 'neutral' | 'stale'>, MessageKey> = {
  ok: 'severity.ok',
  warning: 'severity.attention',
  critical: 'severity.critical',
  'no-data': 'severity.no-data',
};

/** The state in a word, or since when the numbers stand still; a number without thresholds has none. */
export function stateWord(state: TileState, wording: Wording): string {
  if (wording.staleSince !== null || state === 'stale') {
    const time = formatTimeOfDay(wording.staleSince ?? 0, wording.zone, wording.locale, true);
    return wording.staleSince === null ? t('freshness.stale') : t('freshness.as-of', { time });
  }
  return state === 'neutral' ? '' : t(STATE_WORDS[state]);
}

export function problemWords(problem: TileProblem): string {
  return t(`tile.problem.${problem}`);
}

/** Everything a tile with one number says, in words: the notes in the order state, target, n. */
export function numberTexts(tile: Tile, reading: NumberReading, wording: Wording): TileTexts {
  const { metric, measured, unit, thresholds } = reading;
  const label = tileLabel(tile, reading);
  if (metric === null || reading.problem !== null) {
    return { label, value: DASH, window: '', notes: [{ text: problemWords(reading.problem ?? 'not-configured') }] };
  }
  const limit = thresholds.target ?? thresholds.warning;
  return {
    label,
    value: formatValue(measured.value, unit, wording.locale, limit, reading.direction),
    window: windowWords(metric, reading.window),
    notes: [
      wording.staleSince === null
        ? { text: stateWord(reading.state, wording) }
        : { text: stateWord(reading.state, wording), short: t('tile.stale') },
      targetNote(limit, reading, wording.locale),
      { text: denominatorWords(reading, wording.locale) },
    ],
  };
}

function targetNote(limit: number | undefined, reading: NumberReading, locale: string): Note {
  if (limit === undefined) return { text: '' };
  const sign = reading.direction === 'higher' ? '≥' : '≤';
  const value = formatValue(limit, reading.unit, locale);
  return { text: t('tile.target', { sign, value }), short: `${sign} ${value}` };
}

/** The count a percentage or a mean stands on; nothing for plain counts. */
function denominatorWords(reading: NumberReading, locale: string): string {
  const { denominator } = reading.measured;
  if (denominator === null || reading.unit === 'count') return '';
  const count = formatWhole(denominator, locale);
  return reading.unit === 'ratio' && denominator > 0 && denominator < FEW
    ? t('tile.few', { count })
    : t('tile.n', { count });
}
