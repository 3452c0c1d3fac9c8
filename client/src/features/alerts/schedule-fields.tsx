import type { LocalSpan, Schedule } from '@floorwalk/shared/alerts/schedule';
import { t } from '../../messages/text.ts';
import { weekdayName } from '../../ui/weekday-name.ts';
import { Field, FaultNote, TextField } from './fault-field.tsx';
import { changed } from './rule-form.ts';

type Props = {
  readonly schedule: Schedule | undefined;
  readonly pointer: string;
  readonly onChange: (schedule: Schedule | undefined) => void;
};

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const OFFICE: LocalSpan = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };

/** When a rule is in force: always, or open hours by the days of the week. */
export function ScheduleFields({ schedule, pointer, onChange }: Props) {
  const open = schedule?.open ?? [];
  const put = (next: readonly LocalSpan[]) => onChange({ ...schedule, open: [...next] });
  return (
    <fieldset className="schedule-fields">
      <legend>{t('rule.schedule')}</legend>
      <label className="check-field">
        <input
          type="checkbox"
          checked={schedule !== undefined}
          onChange={(event) => onChange(event.target.checked ? { open: [OFFICE] } : undefined)}
        />
        <span>{t('rule.schedule-some')}</span>
      </label>
      {schedule !== undefined && (
        <>
          {open.map((span, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a span is its place
            <div key={index} className="schedule-span">
              <DayPicks days={span.days} onChange={(days) => put(replaced(open, index, { ...span, days }))} />
              {(['from', 'to'] as const).map((end) => (
                <Field key={end} pointer={`${pointer}/open/${index}/${end}`} label={t(`rule.schedule-${end}`)}>
                  <ClockInput
                    value={span[end]}
                    onChange={(clock) => put(replaced(open, index, { ...span, [end]: clock }))}
                  />
                </Field>
              ))}
              <FaultNote pointer={`${pointer}/open/${index}/days`} holdsAll />
              <button
                type="button"
                className="button button-small"
                onClick={() => put(open.filter((_, at) => at !== index))}
              >
                {t('rule.schedule-remove')}
              </button>
            </div>
          ))}
          <FaultNote pointer={`${pointer}/open`} />
          <div className="alert-actions">
            <button type="button" className="button button-small" onClick={() => put([...open, OFFICE])}>
              {t('rule.schedule-add')}
            </button>
          </div>
          <TextField
            pointer={`${pointer}/zone`}
            label={t('rule.schedule-zone')}
            value={schedule.zone ?? ''}
            onChange={(zone) => onChange(changed(schedule, { zone: zone === '' ? undefined : zone }))}
          />
        </>
      )}
    </fieldset>
  );
}

function replaced(spans: readonly LocalSpan[], index: number, span: LocalSpan): readonly LocalSpan[] {
  return spans.map((one, at) => (at === index ? span : one));
}

/** A time of the wall clock; the end of a day is 24:00, which no time field can hold. */
export function ClockInput({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <input
      className="clock-input numeric"
      inputMode="numeric"
      pattern="([01]\d|2[0-3]):[0-5]\d|24:00"
      maxLength={5}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Days of the week as toggles; 1 is Monday. */
export function DayPicks({
  days,
  onChange,
}: {
  readonly days: readonly number[];
  readonly onChange: (days: number[]) => void;
}) {
  return (
    <span className="day-picks" role="group" aria-label={t('rule.schedule-days')}>
      {DAYS.map((day) => (
        <button
          key={day}
          type="button"
          className="chip"
          aria-pressed={days.includes(day)}
          aria-label={weekdayName(day, 'long')}
          onClick={() =>
            onChange(days.includes(day) ? days.filter((one) => one !== day) : [...days, day].toSorted((a, b) => a - b))
          }
        >
          {weekdayName(day, 'short')}
        </button>
      ))}
    </span>
  );
}
