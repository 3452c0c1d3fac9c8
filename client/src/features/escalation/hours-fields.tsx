import type { SupportHours } from '@floorwalk/shared/escalation/policy';
import { t } from '../../messages/text.ts';
import { PointerField, PointerGroup } from '../../ui/pointer-field.tsx';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Support hours: on which days, from when until when. Days may differ; then each period stands in a line of its own. */
export function HoursFields({
  hours,
  onChange,
}: {
  readonly hours: SupportHours;
  readonly onChange: (hours: SupportHours) => void;
}) {
  const putDay = (weekday: number, change: { readonly from?: string; readonly to?: string } | null) => {
    const standing = hours.periods.filter((period) => period.weekday === weekday);
    const others = hours.periods.filter((period) => period.weekday !== weekday);
    const next =
      change === null
        ? []
        : standing.length === 0
          ? [{ weekday, from: '08:00', to: '18:00' }]
          : standing.map((period, index) => (index === 0 ? { ...period, ...change } : period));
    onChange({ ...hours, periods: [...others, ...next].sort((left, right) => left.weekday - right.weekday) });
  };
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
            const period = hours.periods.find((one) => one.weekday === weekday);
            const day = t(`weekday.${weekday}`);
            return (
              <span key={weekday} className="hours-day">
                <input
                  type="checkbox"
                  aria-label={day}
                  checked={period !== undefined}
                  onChange={(event) => putDay(weekday, event.target.checked ? {} : null)}
                />
                <span>{day}</span>
                {period !== undefined && (
                  <>
                    <input
                      type="time"
                      required
                      aria-label={`${day}: ${t('path.hours-from')}`}
                      value={period.from}
                      onChange={(event) => putDay(weekday, { from: event.target.value })}
                    />
                    <input
                      type="time"
                      required
                      aria-label={`${day}: ${t('path.hours-to')}`}
                      value={period.to === '24:00' ? '23:59' : period.to}
                      onChange={(event) => putDay(weekday, { to: event.target.value })}
                    />
                  </>
                )}
              </span>
            );
          })}
        </span>
      </PointerGroup>
    </PointerGroup>
  );
}
