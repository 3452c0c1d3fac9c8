import { t } from '../../messages/text.ts';
import { formatWeekdayDate } from './local-date.ts';

type Props = {
  readonly dates: readonly string[];
  /** Those on which something is scheduled already: it would be replaced. */
  readonly taken: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  readonly change: (chosen: ReadonlySet<string>) => void;
};

/** The days of the next two weeks to which a day can be copied. */
export function CopyDays({ dates, taken, chosen, change }: Props) {
  const toggle = (date: string) => {
    const next = new Set(chosen);
    if (!next.delete(date)) next.add(date);
    change(next);
  };
  return (
    <fieldset className="copy-days">
      <legend>{t('staffing.day.copy')}</legend>
      {dates.map((date) => (
        <label key={date} data-taken={taken.has(date) || undefined}>
          <input type="checkbox" checked={chosen.has(date)} onChange={() => toggle(date)} />
          {formatWeekdayDate(date)}
          {taken.has(date) && <span className="quiet"> {t('staffing.day.replaces')}</span>}
        </label>
      ))}
    </fieldset>
  );
}
