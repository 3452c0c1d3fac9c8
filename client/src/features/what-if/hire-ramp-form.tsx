import { useId, useMemo, useState } from 'react';
import { hireRamp, hiresNeeded, type RampPlan } from '@floorwalk/shared/capacity/hire-ramp';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { formatCount } from '../../ui/format.ts';
import { TimeChart, type ChartSeries } from '../../ui/time-chart.tsx';

const WEEKS = 26;
const WEEK_MS = 7 * 86_400_000;
const WEEKS_A_MONTH = 52 / 12;

/** Name, smallest, largest, step, and where it begins. */
const FIELDS = [
  ['agents', 0, 5_000, 1, 40],
  ['hires', 0, 1_000, 1, 10],
  ['starts', 0, 25, 1, 2],
  ['required', 0, 5_000, 1, 40],
  ['growth', -10, 20, 0.1, 0.5],
  ['attrition', 0, 50, 0.1, 3],
  ['learning', 0, 26, 1, 8],
  ['shrinkage', 0, 90, 1, 30],
] as const;
type Field = (typeof FIELDS)[number][0];

/** A ramp of hires against what is required; worked out here, as one types. */
export function HireRamp() {
  const title = useId();
  const [values, setValues] = useState<Readonly<Record<Field, number>>>(
    () => Object.fromEntries(FIELDS.map(([name, , , , first]) => [name, first])) as Record<Field, number>,
  );
  const plan = useMemo(() => planOf(values), [values]);
  const weeks = useMemo(() => hireRamp(plan), [plan]);
  const ready = values.starts + values.learning;
  const needed = useMemo(
    () => (ready < WEEKS ? hiresNeeded({ ...plan, cohorts: [] }, values.starts, ready) : null),
    [plan, values.starts, ready],
  );
  const series = useMemo((): ChartSeries[] => {
    const line = (of: (week: (typeof weeks)[number]) => number) =>
      weeks.map((week) => [week.week * WEEK_MS, of(week)] as const);
    return [
      {
        id: 'effective',
        label: t('ramp.effective'),
        form: 'line',
        colour: 1,
        points: line((one) => one.effectiveAgents),
      },
      {
        id: 'required',
        label: t('ramp.required-line'),
        form: 'steps',
        colour: 2,
        points: line((one) => one.requiredAgents),
      },
    ];
  }, [weeks]);
  const lastShort = weeks.findLast(({ gap }) => gap > 0);
  return (
    <section className="what-if-stress" aria-labelledby={title}>
      <h2 id={title}>{t('ramp.title')}</h2>
      <p className="quiet">{t('ramp.text')}</p>
      <div className="what-if-stress-form">
        {FIELDS.map(([name, min, max, step]) => (
          <label key={name} className="field">
            <span>{t(`ramp.${name}` as MessageKey)}</span>
            <input
              type="number"
              min={min}
              max={max}
              step={step}
              value={values[name]}
              onChange={(event) => {
                const value = Number(event.target.value);
                setValues({ ...values, [name]: Math.min(max, Math.max(min, Number.isFinite(value) ? value : min)) });
              }}
            />
          </label>
        ))}
      </div>
      <p role="status">
        <Figure
          figure="ramp-gap"
          of={t('ramp.title')}
          value={lastShort === undefined ? formatCount(0) : formatCount(Math.ceil(lastShort.gap))}
          className="number-words"
        >
          {lastShort === undefined || lastShort.week < WEEKS - 1
            ? t('ramp.enough', { week: (lastShort?.week ?? -1) + 1 })
            : t('ramp.never', { week: lastShort.week, gap: formatCount(Math.ceil(lastShort.gap)) })}{' '}
          {needed === null
            ? t('ramp.too-late', { week: ready })
            : t('ramp.needed', { week: ready, count: needed, starts: values.starts })}
        </Figure>
      </p>
      <TimeChart
        label={t('ramp.chart')}
        series={series}
        zone="UTC"
        height={140}
        format={formatCount}
        name={(at) => t('ramp.week', { week: Math.round(at / WEEK_MS) })}
      />
    </section>
  );
}

function planOf(values: Readonly<Record<Field, number>>): RampPlan {
  const weeklyAttrition = 1 - (1 - values.attrition / 100) ** (1 / WEEKS_A_MONTH);
  return {
    agents: values.agents,
    weeklyAttrition,
    earlyAttrition: [],
    // From nothing to all of it in even steps.
    learning: Array.from({ length: values.learning }, (_, week) => week / values.learning),
    cohorts: [{ startsWeek: values.starts, hireCount: values.hires }],
    required: Array.from({ length: WEEKS }, (_, week) => values.required * (1 + values.growth / 100) ** week),
    shrinkage: Math.min(0.9, values.shrinkage / 100),
  };
}
