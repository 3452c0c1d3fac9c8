import type { Principal } from '@floorwalk/shared/access/role';
import {
  MAX_ACTIVITY_MS,
  MOST_DAYS_AHEAD,
  MOST_DAYS_BACK,
  type SetDaysAnswer,
  type SetDaysRequest,
} from '@floorwalk/shared/api/schedule';
import { activityBook } from '@floorwalk/shared/schedule/activity-book';
import type { ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { scheduleSlice } from '@floorwalk/shared/schedule/schedule-slice';
import { audit } from '../../auth/audit.ts';
import { badField, conflict } from '../../auth/http-problem.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { demandAgent, presentOf } from './decide.ts';
import { readDays } from './read-schedule.ts';

/** A day to be set; `pointer` is where the request says so. */
export type DayToSet = SetDaysRequest['days'][number] & { readonly pointer: string };

/** Sets days in one transaction, each with its entry of the audit. 409 where one was set anew since it was seen: then none is. */
export async function setDays(
  services: Services,
  principal: Principal,
  siteId: string,
  days: readonly DayToSet[],
): Promise<SetDaysAnswer> {
  const { time, zone, state } = await presentOf(services, siteId);
  const { tables } = scheduleSlice.rows(state.schedule, time, 'all');
  const book = activityBook(tables.activities ?? []);
  const named = new Set<string>();
  for (const { agentId, date, activities, pointer } of days) {
    demandAgent(principal, siteId, state, agentId);
    const key = JSON.stringify([agentId, date]);
    if (named.has(key)) throw badField(`${pointer}/date`, 'This day of this agent is named twice.');
    named.add(key);
    demandDate(date, zone, time, pointer);
    checkActivities(activities, date, zone, pointer, (id) => book.has(id));
  }
  const by = { id: principal.id, name: principal.name };
  const events = days.map(({ agentId, date, activities }) =>
    consoleEvent('schedule.day-set', time, { agentId, date, activities, by }),
  );
  return decideOnSite(services.database, siteId, async (transaction) => {
    const formers = [];
    for (const { agentId, date, basedOn } of days) {
      // oxlint-disable-next-line no-await-in-loop -- one connection asks one thing at a time
      const [former] = await readDays(transaction, siteId, date, date, agentId);
      if ((former?.position ?? null) !== basedOn) {
        const who = former?.setBy == null ? '' : ` by ${former.setBy.name}`;
        throw conflict(`${days.length > 1 ? date : 'This day'} was set anew${who} since you opened it.`);
      }
      formers.push(former?.activities);
    }
    const appended = await appendWith(transaction, siteId, events, services.now());
    for (const [index, { agentId, date, activities }] of days.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- the audit in the order of the days
      await audit(transaction, principal, services.now(), {
        action: 'schedule.day-set',
        siteId,
        subject: agentId,
        before: formers[index],
        after: { agentId, date, activities, by },
      });
    }
    return {
      time,
      days: days.map(({ agentId, date }, index) => ({ agentId, date, position: appended[index]?.position ?? 0 })),
    };
  });
}

function demandDate(date: string, zone: string, time: number, pointer: string): void {
  if (midnightOf(zone, date) === undefined)
    throw badField(`${pointer}/date`, 'date is no date; write one as 2026-05-04.');
  if (date > dateAt(zone, time, MOST_DAYS_AHEAD))
    throw badField(`${pointer}/date`, `A day is set ${MOST_DAYS_AHEAD} days ahead at most.`);
  if (date < dateAt(zone, time, -MOST_DAYS_BACK))
    throw badField(`${pointer}/date`, `A day is set ${MOST_DAYS_BACK} days back at most.`);
}

function checkActivities(
  activities: readonly ScheduledActivity[],
  date: string,
  zone: string,
  pointer: string,
  isKnown: (activityId: string) => boolean,
): void {
  activities.forEach(({ activityId, startAt, endAt }, index) => {
    const at = `${pointer}/activities/${index}`;
    if (!isKnown(activityId)) throw badField(`${at}/activityId`, 'There is no such activity.');
    if (endAt <= startAt) throw badField(`${at}/endAt`, 'An activity ends after it starts.');
    if (endAt - startAt > MAX_ACTIVITY_MS) throw badField(`${at}/endAt`, 'An activity lasts 25 hours at most.');
    // A shift belongs to the day it starts on; its later parts may lie behind midnight.
    const first = dateAt(zone, startAt);
    if (first !== date && first !== dateAfter(date, 1))
      throw badField(`${at}/startAt`, `${date} is not the day this activity starts on.`);
  });
}
