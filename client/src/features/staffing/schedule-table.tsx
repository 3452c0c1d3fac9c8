import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { MOST_DAYS_AHEAD, MOST_DAYS_BACK } from '@floorwalk/shared/api/schedule';
import type { ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import { fetchDays, putDays } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { filterWords } from '../../ui/compare-names.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { DayDialog } from './day-dialog.tsx';
import type { SavedDays } from './day-form.tsx';
import { formatWeekdayDate, localDate } from './local-date.ts';
import { LiveScheduleLine, ScheduleLine, type ShownDay } from './schedule-line.tsx';
import { SkillsDialog } from './skills-dialog.tsx';
import { useIntervals } from './use-staffing.ts';

const MOST_SHOWN = 80;

type Editing = { readonly agentId: string; readonly what: 'day' | 'skills' };

/** Everybody's day as a strip, of any day that can be set, to be read and changed. */
export function ScheduleTable({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const [words, setWords] = useState('');
  const [editing, setEditing] = useState<Editing | null>(null);
  const [saved, setSaved] = useState<SavedDays | null>(null);
  const past = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-schedules', siteId) && !past;
  const { startsAt } = useIntervals();
  const today = localDate(startsAt, zone);
  const [chosen, setChosen] = useState<string | null>(null);
  // A past moment is shown with the rows it had; of other days the rows say nothing.
  const date = past ? today : (chosen ?? today);
  const isToday = date === today;
  const day = useMemo((): ShownDay => {
    const from = midnightOf(zone, date) ?? startsAt;
    return { date, from, to: midnightOf(zone, dateAfter(date, 1)) ?? from + 86_400_000, zone };
  }, [date, startsAt, zone]);
  const queries = useQueryClient();
  const fetched = useQuery({
    queryKey: ['days', siteId, date],
    queryFn: () => fetchDays(siteId, dateAfter(date, -1), date),
    enabled: !isToday,
  });
  const ids = useDerived(['schedules', 'agents'], () => matching(filterWords(words)), same, words, 2_000);
  const refresh = () => queries.invalidateQueries({ queryKey: ['days', siteId] });
  const undo = useMutation({
    mutationFn: ({ days }: SavedDays) =>
      putDays(siteId, {
        days: days.map(({ agentId, date: one, before, position }) => ({
          agentId,
          date: one,
          activities: [...before],
          basedOn: position,
        })),
      }),
    onSuccess: () => {
      setSaved(null);
      return refresh();
    },
  });
  const byAgent = useMemo(() => {
    const found = new Map<string, { own: readonly ScheduledActivity[]; all: ScheduledActivity[] }>();
    for (const { agentId, date: one, activities } of fetched.data ?? []) {
      const { own = [], all = [] } = found.get(agentId) ?? {};
      found.set(agentId, { own: one === date ? activities : own, all: [...all, ...activities] });
    }
    return found;
  }, [date, fetched.data]);
  return (
    <section className="pane staffing-block" aria-labelledby="schedules-title">
      <div className="block-head">
        <h2 id="schedules-title">{t('staffing.schedules')}</h2>
        {!past && <DayChoice date={date} today={today} change={(next) => setChosen(next === today ? null : next)} />}
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
          {t('staffing.day.saved', { name: saved.name, count: saved.days.length })}
          <button type="button" className="button" disabled={undo.isPending} onClick={() => undo.mutate(saved)}>
            {t('staffing.day.undo')}
          </button>
        </p>
      )}
      {(undo.isError || (!isToday && fetched.isError)) && (
        <p role="alert" className="form-problem staffing-note">
          {problemWords(undo.error ?? fetched.error)}
        </p>
      )}
      {ids.length === 0 ? (
        <StateNote title={t(words === '' ? 'staffing.schedules.none' : 'agents.none-match')}>
          {words === '' && t('staffing.schedules.none-text')}
        </StateNote>
      ) : (
        <div className="table-frame" aria-busy={!isToday && fetched.isPending}>
          <table className="table schedule-table">
            <thead>
              <tr>
                <th scope="col">{t('agents.column.agent')}</th>
                <th scope="col">{isToday ? t('staffing.schedules.shift') : formatWeekdayDate(date)}</th>
                <th scope="col">{t('staffing.schedules.day')}</th>
                {mayEdit && <th scope="col">{t('staffing.schedules.change')}</th>}
              </tr>
            </thead>
            <tbody>
              {ids.slice(0, MOST_SHOWN).map((id) => {
                const props = {
                  id,
                  day,
                  // What is not there yet cannot be read before it is changed.
                  mayEdit,
                  onEdit: (what: Editing['what']) => setEditing({ agentId: id, what }),
                };
                if (isToday) return <LiveScheduleLine key={id} {...props} />;
                const { own = [], all = [] } = byAgent.get(id) ?? {};
                return <ScheduleLine key={id} {...props} own={own} all={all} />;
              })}
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
          date={date}
          zone={zone}
          close={() => setEditing(null)}
          onSaved={(days) => {
            setSaved(days);
            setEditing(null);
            undo.reset();
            void refresh();
          }}
        />
      )}
      {editing?.what === 'skills' && <SkillsDialog agentId={editing.agentId} close={() => setEditing(null)} />}
    </section>
  );
}

type ChoiceProps = { readonly date: string; readonly today: string; readonly change: (date: string) => void };

function DayChoice({ date, today, change }: ChoiceProps) {
  const [first, last] = [dateAfter(today, -MOST_DAYS_BACK), dateAfter(today, MOST_DAYS_AHEAD)];
  return (
    <div className="day-choice">
      <button
        type="button"
        className="icon-button"
        aria-label={t('staffing.schedules.before')}
        disabled={date <= first}
        onClick={() => change(dateAfter(date, -1))}
      >
        <ChevronLeft aria-hidden="true" size={16} />
      </button>
      <input
        type="date"
        aria-label={t('staffing.schedules.which')}
        min={first}
        max={last}
        value={date}
        onChange={({ target }) => {
          if (target.value >= first && target.value <= last) change(target.value);
        }}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={t('staffing.schedules.after')}
        disabled={date >= last}
        onClick={() => change(dateAfter(date, 1))}
      >
        <ChevronRight aria-hidden="true" size={16} />
      </button>
      <button type="button" className="button" disabled={date === today} onClick={() => change(today)}>
        {t('staffing.schedules.today')}
      </button>
    </div>
  );
}

/** Everybody the viewer sees, with a schedule or without: a first one is made here too. */
function matching(words: readonly string[]): readonly string[] {
  const { schedules, agents } = live().store.tables;
  const ids = new Set([...[...schedules.rows()].map(({ id }) => id), ...[...agents.rows()].map(({ id }) => id)]);
  return [...ids]
    .map((id) => ({ id, name: agents.row(id)?.name ?? id }))
    .filter(({ name, id }) => words.every((word) => `${name} ${id}`.toLowerCase().includes(word)))
    .toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}
