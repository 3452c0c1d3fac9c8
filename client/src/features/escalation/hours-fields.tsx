import { Plus, X } from 'lucide-react';
import type { SupportHours } from '@floorwalk/shared/escalation/policy';
import { t } from '../../messages/text.ts';
import { PointerField, PointerGroup } from '../../ui/pointer-field.tsx';

type Period = SupportHours['periods'][number];

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** The end of a day, which a time field shows as 00:00. */
const MIDNIGHT = '24:00';
const MOST_A_DAY = 6;

/** Support hours: on which days, from when until when, as many periods a day as there are. */
export function HoursFields({
  hours,
  onChange,
}: {
  readonly hours: SupportHours;
  readonly onChange: (hours: SupportHours) => void;
}) {
  const put = (periods: readonly Period[]) =>
    onChange({
      ...hours,
      periods: periods.toSorted((one, other) => one.weekday - other.weekday || one.from.localeCompare(other.from)),
    });
  const change = (period: Period, to: Period | null) =>
    put(hours.periods.flatMap((one) => (one === period ? (to ?? []) : one)));
  return (
    <PointerGroup at="/supportHours" legend={t('path.hours-on')}>
      <PointerField at="/supportHours/zone" label={t('path.hours-zone')}>
        <input
          required
          maxLength={64}
          value={hours.zone}
          onChange={(event) => onChange({ ...hours, zone: event.target.value })}
        />
      </PointerField>
      <PointerField at="/supportHours/closedDates" label={t('path.hours-closed')}>
        <input
          pattern="^$|^\d{4}-\d{2}-\d{2}(\s*,\s*\d{4}-\d{2}-\d{2})*,?\s*$"
          defaultValue={hours.closedDates.join(', ')}
          onChange={(event) =>
            onChange({
              ...hours,
              closedDates: event.target.value
                .split(',')
                .map((date) => date.trim())
                .filter((date) => date !== ''),
            })
          }
        />
      </PointerField>
      <PointerGroup at="/supportHours/periods" legend={t('path.hours-days')}>
        <span className="hours-days">
          {DAYS.map((weekday) => {
            const periods = hours.periods.filter((one) => one.weekday === weekday);
            const day = t(`weekday.${weekday}`);
            return (
              <span key={weekday} className="hours-day">
                <input
                  type="checkbox"
                  aria-label={day}
                  checked={periods.length > 0}
                  onChange={(event) =>
                    put([
                      ...hours.periods.filter((one) => one.weekday !== weekday),
                      ...(event.target.checked ? [nextPeriod(weekday, [])] : []),
                    ])
                  }
                />
                <span>{day}</span>
                <span className="hours-periods">
                  {periods.map((period, index) => (
                    // oxlint-disable-next-line react/no-array-index-key -- a period has nothing else that stays while it is written
                    <PeriodFields key={index} day={day} period={period} change={(to) => change(period, to)} />
                  ))}
                </span>
                {periods.length > 0 && periods.length < MOST_A_DAY && (
                  <button
                    type="button"
                    className="icon-button bordered"
                    aria-label={t('path.hours-add', { day })}
                    onClick={() => put([...hours.periods, nextPeriod(weekday, periods)])}
                  >
                    <Plus aria-hidden="true" size={16} />
                  </button>
                )}
              </span>
            );
          })}
        </span>
      </PointerGroup>
    </PointerGroup>
  );
}

function PeriodFields({
  day,
  period,
  change,
}: {
  readonly day: string;
  readonly period: Period;
  readonly change: (to: Period | null) => void;
}) {
  const { from, to } = period;
  return (
    <span className="hours-period">
      <input
        type="time"
        required
        aria-label={`${day}: ${t('path.hours-from')}`}
        value={from}
        onChange={(event) => change({ ...period, from: event.target.value })}
      />
      {'–'}
      <input
        type="time"
        required
        aria-label={`${day}: ${t('path.hours-to')}`}
        value={to === MIDNIGHT ? '00:00' : to}
        onChange={(event) => change({ ...period, to: event.target.value === '00:00' ? MIDNIGHT : event.target.value })}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={t('path.hours-remove', { day, from, to })}
        onClick={() => change(null)}
      >
        <X aria-hidden="true" size={16} />
      </button>
    </span>
  );
}

/** The whole day's usual hours; beside others, the time that is left in the afternoon or evening. */
function nextPeriod(weekday: number, beside: readonly Period[]): Period {
  const last = beside.at(-1);
  if (last === undefined) return { weekday, from: '08:00', to: '18:00' };
  const hour = Math.min(23, Number(last.to.slice(0, 2)) + 1);
  return { weekday, from: `${String(hour).padStart(2, '0')}:00`, to: MIDNIGHT };
}
