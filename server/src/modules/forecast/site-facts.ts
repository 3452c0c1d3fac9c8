import { eq, and, isNull } from 'drizzle-orm';
import { foldFloor } from '@floorwalk/shared/floor/fold-floor';
import { createFloorState, createQueue, type FloorState } from '@floorwalk/shared/floor/floor-state';
import type { KnownCalendar } from '@floorwalk/shared/forecast/history';
import { daysAfter } from '@floorwalk/shared/forecast/calendar-day';
import type { MeasuredPatience, QueuePromise } from '@floorwalk/shared/forecast/required-agents';
import type { RequirementRule } from '@floorwalk/shared/forecast/requirement-rule';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { median } from '@floorwalk/shared/numeric/median';
import type { Database } from '../../db/database.ts';
import { readSettings } from '../../log/read-span.ts';
import { forecastCalendar, requirementRule } from './tables.ts';

/** What forecasting needs to know of a site: its settings as they are now. */
export type SiteFacts = {
  readonly siteId: string;
  readonly zone: string;
  readonly intervalMinutes: 15 | 30;
  readonly settings: readonly LoggedEvent[];
  readonly floor: FloorState;
  readonly calendar: KnownCalendar;
  /** What people said of a queue's staffing, by queue. */
  readonly rules: ReadonlyMap<string, RequirementRule>;
};

export async function readSiteFacts(database: Database, siteId: string, zone: string): Promise<SiteFacts> {
  const settings = await readSettings(database, siteId);
  const floor = createFloorState(siteId);
  floor.changes.on = false;
  for (const event of settings) foldFloor(floor, event);
  const { intervalMinutes } = floor;
  const calendar = await readCalendar(database, siteId);
  const rules = await database.select().from(requirementRule).where(eq(requirementRule.site, siteId));
  return {
    siteId,
    zone,
    intervalMinutes,
    settings,
    floor,
    calendar,
    rules: new Map(rules.map(({ queueId, rule }) => [queueId, rule])),
  };
}

/** What a queue promises; how many contacts an agent takes at once is what most of its agents are configured for. */
export function promiseOf(
  { floor, rules }: SiteFacts,
  queueId: string,
  measuredPatience: MeasuredPatience | null | undefined,
): QueuePromise {
  const queue = floor.queues.get(queueId) ?? createQueue(queueId);
  const capacities = [...queue.agentIds].flatMap((id) => floor.agents.get(id)?.capacity[queue.channel] ?? []);
  return {
    channel: queue.channel,
    targetMs: queue.serviceLevelThresholdMs,
    targetShare: queue.serviceLevelTarget,
    concurrency: capacities.length === 0 ? 1 : Math.max(1, Math.round(median(capacities))),
    rule: rules.get(queueId) ?? {},
    measuredPatience: measuredPatience ?? null,
  };
}

async function readCalendar(database: Database, siteId: string): Promise<KnownCalendar> {
  const rows = await database
    .select()
    .from(forecastCalendar)
    .where(and(eq(forecastCalendar.site, siteId), isNull(forecastCalendar.removedAt)));
  const closedDates: string[] = [];
  const events: { name: string; date: string }[] = [];
  for (const { kind, name, fromDate, toDate } of rows) {
    for (const date of datesOf(fromDate, toDate)) {
      if (kind === 'closure') closedDates.push(date);
      else events.push({ name, date });
    }
  }
  return { closedDates, events };
}

/** Longest stretch one entry of the calendar covers. */
export const MAX_CALENDAR_DAYS = 92;

function datesOf(from: string, to: string): string[] {
  const after = daysAfter(from, MAX_CALENDAR_DAYS).map(({ date }) => date);
  return [from, ...after].filter((date) => date <= to);
}
