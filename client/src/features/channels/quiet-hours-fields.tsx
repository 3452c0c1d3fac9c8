import type { NoticePreferences, QuietHours } from '@floorwalk/shared/notices/preferences';
import { currentLocale, t } from '../../messages/text.ts';
import { Field } from '../../ui/form-parts.tsx';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** A Monday. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** When nothing should come, in the person's own time zone. */
export function QuietHoursFields({
  quietHours,
  change,
}: {
  readonly quietHours: NoticePreferences['quietHours'];
  readonly change: (quietHours: NoticePreferences['quietHours']) => void;
}) {
  const first: QuietHours = {
    from: '22:00',
    to: '07:00',
    days: [...DAYS],
    zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  const weekday = new Intl.DateTimeFormat(currentLocale(), { weekday: 'short', timeZone: 'UTC' });
  return (
    <fieldset className="field-group">
      <legend>{t('notices.quiet')}</legend>
      <p className="quiet">{t('notices.quiet.text')}</p>
      <label className="check">
        <input
          type="checkbox"
          checked={quietHours !== null}
          onChange={(event) => change(event.target.checked ? first : null)}
        />
        {t('notices.quiet.on')}
      </label>
      {quietHours !== null && (
        <>
          <div className="quiet-span">
            {(['from', 'to'] as const).map((end) => (
              <Field key={end} label={t(`notices.quiet.${end}`)}>
                <input
                  type="time"
                  required
                  value={quietHours[end]}
                  onChange={(event) => change({ ...quietHours, [end]: event.target.value })}
                />
              </Field>
            ))}
            <Field label={t('notices.quiet.zone')}>
              <input
                required
                maxLength={64}
                list="zones"
                value={quietHours.zone}
                onChange={(event) => change({ ...quietHours, zone: event.target.value })}
              />
              <datalist id="zones">
                {Intl.supportedValuesOf('timeZone').map((zone) => (
                  <option key={zone} value={zone}>
                    {zone}
                  </option>
                ))}
              </datalist>
            </Field>
          </div>
          <fieldset className="bare button-row">
            <legend className="visually-hidden">{t('notices.quiet.days')}</legend>
            {DAYS.map((day) => {
              const isOn = quietHours.days.includes(day);
              return (
                <button
                  key={day}
                  type="button"
                  className="chip"
                  aria-pressed={isOn}
                  // At least one day stays: none at all is said with the box above.
                  disabled={isOn && quietHours.days.length === 1}
                  onClick={() =>
                    change({
                      ...quietHours,
                      days: isOn
                        ? quietHours.days.filter((one) => one !== day)
                        : [...quietHours.days, day].sort((left, right) => left - right),
                    })
                  }
                >
                  {weekday.format(A_MONDAY + (day - 1) * DAY_MS)}
                </button>
              );
            })}
          </fieldset>
        </>
      )}
    </fieldset>
  );
}
