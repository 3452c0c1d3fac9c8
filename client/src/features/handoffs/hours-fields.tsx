import { Plus, X } from 'lucide-react';
import {
  MAX_PERIODS,
  WEEKDAYS,
  type BusinessCalendar,
  type Holiday,
  type OpenPeriod,
} from '@floorwalk/shared/handoffs/business-calendar';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Field } from '../../ui/form-parts.tsx';
import { withItem } from './department-draft.ts';

type Props = {
  readonly calendar: BusinessCalendar;
  readonly onChange: (calendar: BusinessCalendar) => void;
  /** Pointer of the field at fault, below the department; empty where none is. */
  readonly faulty: string;
};

/** When a department works: several periods a day, over midnight where it ends earlier than it begins, and its holidays. */
export function HoursFields({ calendar, onChange, faulty }: Props) {
  const { weekly, holidays } = calendar;
  const setHoliday = (index: number, holiday: Holiday | null) =>
    onChange({ ...calendar, holidays: withItem(holidays, index, holiday) });
  return (
    <>
      <fieldset className="field-group" data-faulty={faulty === '/calendar/weekly' || undefined}>
        <legend>{t('hours.title')}</legend>
        <p className="quiet">{t('hours.text')}</p>
        {WEEKDAYS.map((day) => (
          <div key={day} className="hours-row" data-faulty={faulty.startsWith(`/calendar/weekly/${day}`) || undefined}>
            <span id={`hours-${day}`}>{t(`weekday.${day}` as MessageKey)}</span>
            <Periods
              named={t(`weekday.${day}` as MessageKey)}
              periods={weekly[day]}
              onChange={(periods) => onChange({ ...calendar, weekly: { ...weekly, [day]: periods } })}
            />
          </div>
        ))}
      </fieldset>
      <fieldset className="field-group">
        <legend>{t('holidays.title')}</legend>
        {holidays.map((holiday, index) => (
          <div
            // oxlint-disable-next-line react/no-array-index-key -- a holiday has no name of its own while it is written
            key={index}
            className="editor-row"
            data-faulty={faulty.startsWith(`/calendar/holidays/${index}`) || undefined}
          >
            <Field label={t('holidays.date')}>
              <input
                type="date"
                required
                value={holiday.date}
                onChange={(event) => setHoliday(index, { ...holiday, date: event.target.value })}
              />
            </Field>
            <Field label={t('holidays.name')}>
              <input
                required
                maxLength={200}
                value={holiday.name}
                onChange={(event) => setHoliday(index, { ...holiday, name: event.target.value })}
              />
            </Field>
            <label className="check">
              <input
                type="checkbox"
                checked={holiday.yearly === true}
                onChange={(event) => setHoliday(index, { ...holiday, yearly: event.target.checked })}
              />
              {t('holidays.yearly')}
            </label>
            <Periods
              named={holiday.name}
              periods={holiday.periods}
              onChange={(periods) => setHoliday(index, { ...holiday, periods: [...periods] })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t('departments.remove-named', { name: holiday.name })}
              onClick={() => setHoliday(index, null)}
            >
              <X aria-hidden="true" size={16} />
            </button>
          </div>
        ))}
        <p>
          <button
            type="button"
            className="button button-small"
            onClick={() => onChange({ ...calendar, holidays: [...holidays, { date: '', name: '', periods: [] }] })}
          >
            {t('holidays.new')}
          </button>
        </p>
      </fieldset>
    </>
  );
}

/** Typed rather than picked: a picker shows 24:00 as 12 AM, and cannot tell the end of a day from its beginning. */
const FROM = '([01][0-9]|2[0-3]):[0-5][0-9]';
const TO = `${FROM}|24:00`;

function Periods({
  named,
  periods,
  onChange,
}: {
  readonly named: string;
  readonly periods: readonly OpenPeriod[];
  readonly onChange: (periods: OpenPeriod[]) => void;
}) {
  const set = (index: number, period: OpenPeriod | null) => onChange(withItem(periods, index, period));
  return (
    <div className="hours-periods">
      {periods.length === 0 && <span className="quiet">{t('hours.closed')}</span>}
      {periods.map((period, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- periods have no names; they stand in their order
        <span key={index} className="hours-period">
          <input
            inputMode="numeric"
            required
            maxLength={5}
            pattern={FROM}
            title={t('hours.format')}
            aria-label={t('hours.from', { day: named, number: index + 1 })}
            value={period.from}
            onChange={(event) => set(index, { ...period, from: event.target.value })}
          />
          –
          <input
            inputMode="numeric"
            required
            maxLength={5}
            pattern={TO}
            title={t('hours.format')}
            aria-label={t('hours.to', { day: named, number: index + 1 })}
            value={period.to}
            onChange={(event) => set(index, { ...period, to: event.target.value })}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={t('hours.remove', { day: named, number: index + 1 })}
            onClick={() => set(index, null)}
          >
            <X aria-hidden="true" size={14} />
          </button>
        </span>
      ))}
      {periods.length < MAX_PERIODS && (
        <button
          type="button"
          className="icon-button labelled"
          aria-label={t('hours.add', { day: named })}
          onClick={() => onChange([...periods, { from: '09:00', to: '17:00' }])}
        >
          <Plus aria-hidden="true" size={14} />
        </button>
      )}
    </div>
  );
}
