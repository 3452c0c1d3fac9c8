import { useEffect, useState, type ReactNode } from 'react';
import type { Tile } from '@floorwalk/shared/api/settings';
import { currentLocale } from '../messages/text.ts';
import { isOfTime } from '../numbers/evidence.ts';
import { formatValue, formatWhole } from './format-value.ts';
import type { ListReading, NumberReading } from './tile-reading.ts';
import { tileLabel, windowWords } from './tile-words.ts';

type Props = { readonly tile: Tile; readonly reading: NumberReading | ListReading };

const WORDS = {
  en: () => import('../messages/en/metrics.ts'),
  de: () => import('../messages/de/metrics.ts'),
} as const;

/** What a tile's number is and what it stands on, for who has a pointer at hand. Fetched when it is first asked for: screens on walls never ask. */
export default function TileFormula({ tile, reading }: Props): ReactNode {
  const [words, setWords] = useState<Readonly<Record<string, string>>>({});
  const locale = currentLocale();
  useEffect(() => {
    let isGone = false;
    void WORDS[locale]().then(({ metrics }) => !isGone && setWords(metrics));
    return () => {
      isGone = true;
    };
  }, [locale]);
  const { metric } = reading;
  if (metric === null) return null;
  const name = words[`metric.${metric.id}`] ?? tileLabel(tile, reading);
  const measured = reading.kind === 'list' ? null : reading.measured;
  const show = (value: number | null) => formatValue(value, metric.unit, locale, undefined, 'higher');
  return (
    <div className="tile-formula" role="dialog" aria-label={name}>
      <h2>{name}</h2>
      <p>
        {[reading.subjectName, windowWords(metric, reading.window)].filter(Boolean).join(' · ')}
        {measured !== null && <strong> {show(measured.value)}</strong>}
      </p>
      <p>{words[`metric.${metric.id}.formula`]}</p>
      {measured !== null && measured.denominator !== null && (
        <p>
          {measured.numerator === null
            ? 'n '
            : `${partWords(measured.numerator, isOfTime(metric.id) || metric.unit === 'ms', locale)} ÷ `}
          {partWords(measured.denominator, isOfTime(metric.id), locale)}
        </p>
      )}
      <p className="tile-formula-source">{words[`metric.${metric.id}.source`]}</p>
    </div>
  );
}

function partWords(value: number, isTime: boolean, locale: string): string {
  return isTime ? formatValue(value, 'ms', locale, undefined, 'higher') : formatWhole(value, locale);
}
