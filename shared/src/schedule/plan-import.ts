import { MAX_ACTIVITY_MS, type ImportMistake } from '../api/schedule.ts';
import { kindOf, type ActivityBook } from './activity-book.ts';
import { MAX_DAY_ACTIVITIES, type ScheduledActivity } from './events.ts';
import { layActivities } from './lay-activities.ts';

/** One line of a file with its times read. `date` is the local day it belongs to, the one it starts on. */
export type ImportLine = {
  readonly line: number;
  readonly agent: string;
  readonly activity: string;
  readonly date: string;
  readonly startAt: number;
  readonly endAt: number;
};

export type ImportedDay = {
  readonly agentId: string;
  readonly date: string;
  readonly activities: readonly ScheduledActivity[];
};

/** Who and what a file may speak of. `mayEdit` says whether the importer may change that agent. */
export type ImportContext = {
  readonly agents: Iterable<{ readonly id: string; readonly name: string }>;
  readonly mayEdit: (agentId: string) => boolean;
  readonly book: ActivityBook;
  /** Names of activities in the file, and what they are here. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly firstDate: string;
  readonly lastDate: string;
};

export type ImportPlan = {
  readonly days: readonly ImportedDay[];
  readonly takenCount: number;
  readonly mistakes: readonly ImportMistake[];
  readonly unknownActivities: readonly string[];
};

/**
 * The days a file sets: every agent's day it speaks of, whole. Every line is taken or a mistake with its reason; names are compared without regard to
 * case.
 */
export function planImport(lines: readonly ImportLine[], context: ImportContext): ImportPlan {
  const { mayEdit, book, mapping, firstDate, lastDate } = context;
  const agentIds = byName(context.agents);
  const activityIds = byName(book.values());
  const mapped = new Map(Object.entries(mapping).map(([name, id]) => [keyOf(name), id]));
  const days = new Map<string, { agentId: string; date: string; activities: ScheduledActivity[] }>();
  const mistakes: ImportMistake[] = [];
  const unknownActivities = new Set<string>();
  let takenCount = 0;
  for (const { line, agent, activity, date, startAt, endAt } of lines) {
    const refuse = (field: string, value: string, reason: ImportMistake['reason']) =>
      mistakes.push({ line, field, value: value.slice(0, 100), reason });
    const found = agentIds.get(keyOf(agent)) ?? [];
    const agentId = found[0];
    const activityId = mapped.get(keyOf(activity)) ?? activityIds.get(keyOf(activity))?.[0];
    if (agent.trim() === '') refuse('agent', agent, 'missing');
    else if (agentId === undefined) refuse('agent', agent, 'no-such-agent');
    else if (found.length > 1) refuse('agent', agent, 'ambiguous-agent');
    else if (!mayEdit(agentId)) refuse('agent', agent, 'not-your-agent');
    else if (activity.trim() === '') refuse('activity', activity, 'missing');
    else if (activityId === undefined || !book.has(activityId)) {
      unknownActivities.add(activity.trim().slice(0, 200));
      refuse('activity', activity, 'no-such-activity');
    } else if (endAt <= startAt) refuse('end', '', 'ends-before-start');
    else if (endAt - startAt > MAX_ACTIVITY_MS) refuse('end', '', 'too-long');
    else if (date < firstDate || date > lastDate) refuse('date', date, 'too-far');
    else {
      const key = JSON.stringify([agentId, date]);
      let day = days.get(key);
      if (day === undefined) days.set(key, (day = { agentId, date, activities: [] }));
      if (day.activities.length >= MAX_DAY_ACTIVITIES) refuse('activity', activity, 'too-many');
      else {
        day.activities.push({ activityId, startAt, endAt });
        takenCount += 1;
      }
    }
  }
  return {
    days: [...days.values()].map((day) => ({
      ...day,
      activities: layActivities(withoutAbsent(day.activities, book)),
    })),
    takenCount,
    mistakes,
    unknownActivities: [...unknownActivities].toSorted(),
  };
}

/** Who is away all through a shift does not work it: an absence holds over all that lies within it. */
function withoutAbsent(activities: readonly ScheduledActivity[], book: ActivityBook): ScheduledActivity[] {
  const isAbsence = ({ activityId }: ScheduledActivity) => kindOf(book, activityId) === 'absence';
  const away = activities.filter(isAbsence);
  return activities.filter(
    (one) => isAbsence(one) || away.every(({ startAt, endAt }) => startAt > one.startAt || endAt < one.endAt),
  );
}

function keyOf(name: string): string {
  return name.trim().toLowerCase();
}

/** Ids by id and by name. An id beats a name; a name that several have names none of them. */
function byName(things: Iterable<{ readonly id: string; readonly name: string }>): Map<string, string[]> {
  const all = [...things];
  const found = new Map<string, string[]>();
  for (const { id, name } of all) {
    const key = keyOf(name);
    const ids = found.get(key) ?? [];
    if (!ids.includes(id)) found.set(key, [...ids, id]);
  }
  for (const { id } of all) found.set(keyOf(id), [id]);
  return found;
}
