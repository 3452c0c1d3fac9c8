import { ALERT_METRICS, metricsOf, type SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { DayTest } from '@floorwalk/shared/alerts/rule';
import { t } from '../../messages/text.ts';
import { weekdayName } from '../../ui/weekday-name.ts';
import { alertMetricLabel } from './alert-metric-words.ts';
import { Choice, NumberField } from './fault-field.tsx';
import { changed, fromField, toField, type Change } from './rule-form.ts';

type Props = {
  readonly test: DayTest;
  readonly table: SubjectTable;
  readonly pointer: string;
  readonly onChange: (test: DayTest) => void;
};

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;
const IS = ['above', 'at-least', 'below', 'at-most'] as const;

/** What makes a day a bad one. */
export function DayFields({ test, table, pointer, onChange }: Props) {
  const put = (change: Change<DayTest>) => onChange(changed(test, change));
  const { metric, is, threshold, minimumSample, rise, weekdays } = test;
  const metrics = metricsOf(table).filter((id) => ALERT_METRICS[id].span === 'window');
  const toggle = (day: number) => {
    const days = weekdays ?? [...WEEK];
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b);
    // All seven is no restriction; the last one stays.
    if (next.length > 0) put({ weekdays: next.length === WEEK.length ? undefined : next });
  };
  const unit = t(`rule.unit.${ALERT_METRICS[metric].unit}`);
  return (
    <fieldset className="day-fields rule-fields">
      <legend>{t('rule.day')}</legend>
      <Choice
        pointer={`${pointer}/metric`}
        label={t('rule.day-metric')}
        value={metric}
        options={metrics.map((id) => [id, alertMetricLabel(id)] as const)}
        onChange={(id) => put({ metric: id, threshold: fromField(1, id), rise: undefined })}
      />
      <Choice
        pointer={`${pointer}/is`}
        label={t('rule.day-is')}
        value={is}
        options={IS.map((one) => [one, t(`is.${one}`)] as const)}
        onChange={(one) => put({ is: one })}
      />
      <NumberField
        pointer={`${pointer}/threshold`}
        label={t('rule.day-threshold', { unit })}
        value={toField(threshold, metric)}
        onChange={(value) => put({ threshold: fromField(value ?? 0, metric) })}
      />
      <NumberField
        pointer={`${pointer}/minimumSample`}
        label={t('rule.day-sample')}
        value={minimumSample}
        onChange={(value) => put({ minimumSample: value === undefined ? undefined : Math.round(value) })}
      />
      {ALERT_METRICS[metric].unit === 'ratio' && (
        <NumberField
          pointer={`${pointer}/rise`}
          label={t('rule.day-rise')}
          value={rise === undefined ? undefined : toField(rise, metric)}
          onChange={(value) => put({ rise: value === undefined ? undefined : fromField(value, metric) })}
        />
      )}
      <div className="picks" role="group" aria-label={t('rule.day-weekdays')}>
        <span>{t('rule.day-weekdays')}</span>
        {WEEK.map((day) => (
          <button
            key={day}
            type="button"
            className="chip"
            aria-pressed={(weekdays ?? WEEK).includes(day)}
            onClick={() => toggle(day)}
          >
            {weekdayName(day, 'short')}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
