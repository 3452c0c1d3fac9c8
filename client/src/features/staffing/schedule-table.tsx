import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { activityOf } from '@floorwalk/shared/schedule/activity-book';
import { activitiesOf } from '@floorwalk/shared/schedule/activity-at';
import type { ScheduleDay } from '@floorwalk/shared/schedule/rows';
import { putDay } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { filterWords } from '../../ui/compare-names.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { DayDialog, type SavedDay } from './day-dialog.tsx';
import { SkillsDialog } from './skills-dialog.tsx';
import { localDate } from './local-date.ts';
import { readBook, useIntervals } from './use-staffing.ts';
import { activityName } from './words.ts';

const MOST_SHOWN = 80;

type Editing = { readonly agentId: string; readonly date: string; readonly what: 'day' | 'skills' };

/** Everybody's day as a strip, to be read and changed. */
export function ScheduleTable({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const [words, setWords] = useState('');
  const [editing, setEditing] = useState<Editing | null>(null);
  const [saved, setSaved] = useState<SavedDay | null>(null);
  const past = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-schedules', siteId) && !past;
  const { startsAt } = useIntervals();
  const ids = useDerived(['schedules', 'agents'], () => matching(filterWords(words)), same, words, 2_000);
  const undo = useMutation({
    mutationFn: ({ agentId, date, before, position }: SavedDay) =>
      putDay(siteId, agentId, date, { activities: [...before], basedOn: position }),
    onSuccess: () => setSaved(null),
  });
  return (
    <section className="pane staffing-block" aria-labelledby="schedules-title">
      <div className="block-head">
        <h2 id="schedules-title">{t('staffing.schedules')}</h2>
        <input
          type="search"
          className="filter-field"
          placeholder={t('staffing.schedules.filter')}
          aria-label={t('staffing.schedules.filter')}
          value={words}
          maxLength={100}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {saved && (
        <p role="status" className="staffing-note staffing-saved">
          {t('staffing.day.saved', { name: saved.name })}
          <button type="button" className="button" disabled={undo.isPending} onClick={() => undo.mutate(saved)}>
            {t('staffing.day.undo')}
          </button>
        </p>
      )}
      {undo.isError && (
        <p role="alert" className="form-problem">
          {problemWords(undo.error)}
        </p>
      )}
      {ids.length === 0 ? (
        <StateNote title={t(words === '' ? 'staffing.schedules.none' : 'agents.none-match')}>
          {words === '' && t('staffing.schedules.none-text')}
        </StateNote>
      ) : (
        <div className="table-frame">
          <table className="table schedule-table">
            <thead>
              <tr>
                <th scope="col">{t('agents.column.agent')}</th>
                <th scope="col">{t('staffing.schedules.shift')}</th>
                <th scope="col">{t('staffing.schedules.day')}</th>
                {mayEdit && <th scope="col">{t('staffing.schedules.change')}</th>}
              </tr>
            </thead>
            <tbody>
              {ids.slice(0, MOST_SHOWN).map((id) => (
                <ScheduleLine
                  key={id}
                  id={id}
                  zone={zone}
                  startsAt={startsAt}
                  mayEdit={mayEdit}
                  onEdit={(date, what) => setEditing({ agentId: id, date, what })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {ids.length > MOST_SHOWN && (
        <p className="quiet staffing-note">{t('staffing.more', { count: ids.length - MOST_SHOWN })}</p>
      )}
      {editing?.what === 'day' && (
        <DayDialog
          agentId={editing.agentId}
          date={editing.date}
          zone={zone}
          close={() => setEditing(null)}
          onSaved={(day) => {
            setSaved(day);
            setEditing(null);
          }}
        />
      )}
      {editing?.what === 'skills' && <SkillsDialog agentId={editing.agentId} close={() => setEditing(null)} />}
    </section>
  );
}

function matching(words: readonly string[]): readonly string[] {
  const { schedules, agents } = live().store.tables;
  return [...schedules.rows()]
    .map(({ id }) => ({ id, name: agents.row(id)?.name ?? id }))
    .filter(({ name, id }) => words.every((word) => `${name} ${id}`.toLowerCase().includes(word)))
    .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

type LineProps = {
  readonly id: string;
  readonly zone: string;
  readonly startsAt: number;
  readonly mayEdit: boolean;
  readonly onEdit: (date: string, what: Editing['what']) => void;
};

function ScheduleLine({ id, zone, startsAt, mayEdit, onEdit }: LineProps) {
  const row = useRow('schedules', id);
  const agent = useRow('agents', id);
  const { openPanel } = useDeskActions();
  if (row === undefined) return null;
  const book = readBook();
  const today = localDate(startsAt, zone);
  const day: ScheduleDay | undefined = row.days.find(({ date }) => date === today);
  const [first, last] = [day?.activities[0], day?.activities.at(-1)];
  const endsAt = startsAt + 86_400_000;
  const visible = activitiesOf(row).filter(({ startAt, endAt }) => endAt > startsAt && startAt < endsAt);
  const x = (at: number) => ((Math.max(startsAt, Math.min(endsAt, at)) - startsAt) / 86_400_000) * 1_000;
  const spoken = visible
    .map(
      ({ activityId, startAt, endAt }) =>
        `${activityName(activityOf(book, activityId))} ${formatTimeShort(startAt, zone)}–${formatTimeShort(endAt, zone)}`,
    )
    .join(', ');
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button ellipsis" onClick={() => openPanel('agent', id)}>
          {agent?.name ?? id}
        </button>
      </th>
      <td className="numeric">
        {first && last
          ? `${formatTimeShort(first.startAt, zone)}–${formatTimeShort(last.endAt, zone)}`
          : t('staffing.kind.none')}
      </td>
      <td>
        <svg viewBox="0 0 1000 16" preserveAspectRatio="none" className="schedule-strip" role="img" aria-label={spoken}>
          {visible.map(({ activityId, startAt, endAt }) => {
            const activity = activityOf(book, activityId);
            return (
              <rect
                key={startAt}
                x={x(startAt)}
                width={Math.max(1, x(endAt) - x(startAt))}
                y={activity.isProductive ? 2 : 5}
                height={activity.isProductive ? 12 : 6}
                data-kind={activity.isProductive ? 'work' : activity.kind}
              >
                <title>
                  {`${activityName(activity)} ${formatTimeShort(startAt, zone)}–${formatTimeShort(endAt, zone)}`}
                </title>
              </rect>
            );
          })}
        </svg>
      </td>
      {mayEdit && (
        <td className="staffing-actions">
          <button
            type="button"
            className="button"
            aria-label={t('staffing.day.edit-of', { name: agent?.name ?? id })}
            onClick={() => onEdit(today, 'day')}
          >
            {t('staffing.day.edit')}
          </button>
          <button
            type="button"
            className="button"
            aria-label={t('staffing.skills.edit-of', { name: agent?.name ?? id })}
            onClick={() => onEdit(today, 'skills')}
          >
            {t('agents.skills')}
          </button>
        </td>
      )}
    </tr>
  );
}
