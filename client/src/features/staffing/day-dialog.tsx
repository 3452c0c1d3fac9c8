import { useMutation } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { putDay } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { readMoment } from '../../ui/zone-time.ts';
import { readBook } from './use-staffing.ts';
import { activityName } from './words.ts';

/** A day that was just changed, with what it held before. */
export type SavedDay = {
  readonly agentId: string;
  readonly name: string;
  readonly date: string;
  readonly before: readonly ScheduledActivity[];
  readonly position: number;
};

type Line = { readonly key: number; readonly activityId: string; readonly start: string; readonly end: string };

type Props = {
  readonly agentId: string;
  readonly date: string;
  readonly zone: string;
  readonly close: () => void;
  readonly onSaved: (day: SavedDay) => void;
};

/** One agent's day: its activities, to be moved, removed and added. Where two overlap the shorter holds. */
export function DayDialog({ agentId, date, zone, close, onSaved }: Props) {
  const siteId = useSiteId();
  // The day as it was opened: a newer one is not overwritten unseen.
  const [day] = useState(() =>
    live()
      .store.tables.schedules.row(agentId)
      ?.days.find((one) => one.date === date),
  );
  const [lines, setLines] = useState<readonly Line[]>(() =>
    (day?.activities ?? []).map(({ activityId, startAt, endAt }, key) => ({
      key,
      activityId,
      start: formatTimeShort(startAt, zone),
      end: formatTimeShort(endAt, zone),
    })),
  );
  const [wrong, setWrong] = useState<number | null>(null);
  const name = live().store.tables.agents.row(agentId)?.name ?? agentId;
  const saving = useMutation({
    mutationFn: (activities: ScheduledActivity[]) =>
      putDay(siteId, agentId, date, { activities, basedOn: day?.position ?? null }),
    onSuccess: ({ position }) => onSaved({ agentId, name, date, before: day?.activities ?? [], position }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = lines.map((line) => ({ key: line.key, activity: readLine(line, date, zone) }));
    const bad = read.find(({ activity }) => activity === null);
    setWrong(bad?.key ?? null);
    if (bad === undefined) saving.mutate(read.flatMap(({ activity }) => activity ?? []));
  };
  const change = (key: number, part: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const book = [...readBook().values()];
  return (
    <ModalDialog
      title={t('staffing.day.title', { name, date: formatDate(readMoment(`${date}T12:00`, zone) ?? 0, zone) })}
      close={close}
    >
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
        <button
          type="button"
          className="button"
          onClick={() =>
            setLines([
              ...lines,
              {
                key: Math.max(-1, ...lines.map(({ key }) => key)) + 1,
                activityId: day?.activities[0]?.activityId ?? 'work',
                start: lines.at(-1)?.end ?? '09:00',
                end: '17:00',
              },
            ])
          }
        >
          <Plus aria-hidden="true" size={16} /> {t('staffing.day.add')}
        </button>
        {wrong !== null && (
          <p role="alert" className="form-problem">
            {t('staffing.day.wrong-time')}
          </p>
        )}
        {saving.isError && (
          <p role="alert" className="form-problem">
            {problemWords(saving.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={saving.isPending}>
            {t('staffing.day.save')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}

/** What a line says; what ends before it starts by the clock ends the next day. `null` for times nobody can mean. */
function readLine({ activityId, start, end }: Line, date: string, zone: string): ScheduledActivity | null {
  const startAt = readMoment(`${date}T${start}`, zone);
  const sameDay = readMoment(`${date}T${end}`, zone);
  if (startAt === null || sameDay === null || startAt === sameDay) return null;
  const endAt = sameDay > startAt ? sameDay : readMoment(`${dayAfter(date)}T${end}`, zone);
  return endAt === null ? null : { activityId, startAt, endAt };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
