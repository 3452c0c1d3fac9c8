import { useMutation } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useState, type FormEvent } from 'react';
import type { DayAnswer } from '@floorwalk/shared/api/schedule';
import { dayFaults } from '@floorwalk/shared/labour/day-faults';
import type { LabourRules } from '@floorwalk/shared/labour/labour-rules';
import type { ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { dateAfter } from '@floorwalk/shared/schedule/local-moments';
import { putDays } from '../../api/schedule.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, FormProblem } from '../../ui/form-parts.tsx';
import { CopyDays } from './copy-days.tsx';
import { DayFaultsList } from './day-faults-list.tsx';
import { linesOf, readLine, readLines, type DayLine } from './day-lines.ts';
import { readBook } from './use-staffing.ts';
import { activityName } from './words.ts';

/** Days that were just changed, with what they held before. */
export type SavedDays = {
  readonly name: string;
  readonly days: readonly {
    readonly agentId: string;
    readonly date: string;
    readonly before: readonly ScheduledActivity[];
    readonly position: number;
  }[];
};

type Props = {
  readonly agentId: string;
  readonly name: string;
  readonly date: string;
  readonly zone: string;
  /** The day and those around it, as far as anything was said of them. */
  readonly days: readonly DayAnswer[];
  readonly rules: LabourRules;
  readonly close: () => void;
  readonly onSaved: (days: SavedDays) => void;
};

/** A day is copied to so many days after it at most. */
export const COPY_DAYS = 13;

/** Activities to be moved, removed and added, and the days they are copied to. Faults are said while one types. */
export function DayForm({ agentId, name, date, zone, days, rules, close, onSaved }: Props) {
  const siteId = useSiteId();
  const byDate = useMemo(() => new Map(days.map((day) => [day.date, day])), [days]);
  const [lines, setLines] = useState<readonly DayLine[]>(() => linesOf(byDate.get(date)?.activities ?? [], zone));
  const [copies, setCopies] = useState<ReadonlySet<string>>(new Set());
  const [wrong, setWrong] = useState<number | null>(null);
  const dates = [date, ...[...copies].toSorted()];
  const saving = useMutation({
    mutationFn: () =>
      putDays(siteId, {
        days: dates.map((one) => ({
          agentId,
          date: one,
          activities: readLines(lines, one, zone),
          basedOn: byDate.get(one)?.position ?? null,
        })),
      }),
    onSuccess: (answer) =>
      onSaved({
        name,
        days: answer.days.map((day) => ({ ...day, before: byDate.get(day.date)?.activities ?? [] })),
      }),
  });
  const faults = useMemo(() => {
    const chosen = [date, ...copies];
    const book = readBook();
    const others = (besides: string) => [
      ...days.filter((day) => day.date !== besides && !chosen.includes(day.date)),
      ...chosen.filter((one) => one !== besides).map((one) => ({ date: one, activities: readLines(lines, one, zone) })),
    ];
    const found = chosen.flatMap((one) =>
      dayFaults({ activities: readLines(lines, one, zone), others: others(one), book, rules, zone }),
    );
    // Copies overlap in the same lines, and a week is broken by each of its days.
    return [...new Map(found.map((fault) => [JSON.stringify(fault), fault])).values()];
  }, [copies, date, days, lines, rules, zone]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const bad = lines.find((line) => dates.some((one) => readLine(line, one, zone) === null));
    setWrong(bad?.key ?? null);
    if (bad === undefined) saving.mutate();
  };
  const change = (key: number, part: Partial<DayLine>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const book = [...readBook().values()];
  const add = () =>
    setLines([
      ...lines,
      {
        key: Math.max(-1, ...lines.map(({ key }) => key)) + 1,
        activityId: lines[0]?.activityId ?? 'work',
        start: lines.at(-1)?.end ?? '09:00',
        end: '17:00',
      },
    ]);
  return (
    <form className="form" onSubmit={submit}>
      <p className="quiet">{t('staffing.day.text')}</p>
      {lines.length === 0 && <p>{t('staffing.day.empty')}</p>}
      {lines.map((line, index) => (
        <fieldset key={line.key} className="day-line" data-wrong={wrong === line.key || undefined}>
          <legend className="visually-hidden">{t('staffing.day.activity', { number: index + 1 })}</legend>
          <select
            aria-label={t('staffing.day.what')}
            value={line.activityId}
            onChange={(event) => change(line.key, { activityId: event.target.value })}
          >
            {book.map((activity) => (
              <option key={activity.id} value={activity.id}>
                {activityName(activity)}
              </option>
            ))}
          </select>
          <input
            type="time"
            required
            aria-label={t('staffing.day.from')}
            value={line.start}
            onChange={(event) => change(line.key, { start: event.target.value })}
          />
          <input
            type="time"
            required
            aria-label={t('staffing.day.to')}
            value={line.end}
            onChange={(event) => change(line.key, { end: event.target.value })}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={t('staffing.day.remove', { number: index + 1 })}
            onClick={() => setLines(lines.filter(({ key }) => key !== line.key))}
          >
            <Trash2 aria-hidden="true" size={16} />
          </button>
        </fieldset>
      ))}
      <button type="button" className="button" onClick={add}>
        <Plus aria-hidden="true" size={16} /> {t('staffing.day.add')}
      </button>
      <DayFaultsList faults={faults} region={rules.region} />
      <CopyDays
        dates={Array.from({ length: COPY_DAYS }, (_, index) => dateAfter(date, index + 1))}
        taken={new Set(days.filter(({ activities }) => activities.length > 0).map((day) => day.date))}
        chosen={copies}
        change={setCopies}
      />
      {wrong !== null && (
        <p role="alert" className="form-problem">
          {t('staffing.day.wrong-time')}
        </p>
      )}
      <FormProblem error={saving.error} />
      <DialogButtons action={t('staffing.day.save')} isBusy={saving.isPending} close={close} />
    </form>
  );
}
