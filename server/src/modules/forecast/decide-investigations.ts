import { and, eq, inArray } from 'drizzle-orm';
import type { EventData } from '@floorwalk/shared/events';
import type { PublishedForecast } from '@floorwalk/shared/forecast/events';
import { findDeviations, type SeenInterval } from '@floorwalk/shared/forecast/find-deviations';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { inWords } from '@floorwalk/shared/words/say-notice';
import type { Database, Transaction } from '../../db/database.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { SiteFacts } from './site-facts.ts';
import { investigation } from './tables.ts';

const QUARTER_MS = 15 * 60_000;

/** One queue's local day: what it was planned on, and what came in each quarter of an hour that is over; `null` where nothing is known of it. */
export type DayOfQueue = {
  readonly queueId: string;
  readonly plan: PublishedForecast;
  readonly quarters: readonly (number | null)[];
};

/** What is to be said and kept about deviations, together with the forecasts. */
export type DecidedInvestigations = {
  readonly events: readonly NewEvent[];
  readonly keep: (transaction: Transaction) => Promise<void>;
};

type Row = typeof investigation.$inferInsert;

/**
 * Opens an investigation for every stretch of the day on which a queue's actuals left its plan beyond chance, once: a queue with an open one on that day has
 * that one drawn out instead. People hear of each one once.
 */
export async function decideInvestigations(
  database: Database,
  { siteId, floor }: SiteFacts,
  days: readonly DayOfQueue[],
  time: number,
): Promise<DecidedInvestigations> {
  const deviating = days.flatMap((day) => {
    const found = findDeviations(knownQuarters(day), QUARTER_MS, day.plan.errorRatio);
    return found.length === 0 ? [] : [{ ...day, found }];
  });
  if (deviating.length === 0) return { events: [], keep: async () => undefined };
  const known = await database
    .select()
    .from(investigation)
    .where(
      and(eq(investigation.site, siteId), inArray(investigation.date, [...new Set(days.map(({ plan }) => plan.date))])),
    );
  const opened: Row[] = [];
  const moved: Row[] = [];
  for (const { queueId, plan, found } of deviating) {
    const own: Row[] = known.filter((row) => row.queueId === queueId && row.date === plan.date);
    for (const deviation of found) {
      const { fromAt, toAt, isOver, expectedCount, actualCount, standardScore } = deviation;
      const measured = { toAt, isOver, expectedCount, actualCount, standardScore };
      const same = own.find((row) => row.fromAt === fromAt);
      if (same !== undefined) {
        if (same.toAt !== toAt || same.isOver !== isOver) moved.push({ ...same, ...measured });
        continue;
      }
      const open = own.find((row) => (row.closedAt ?? null) === null);
      // While somebody is at one, what follows on the same day belongs to it.
      if (open !== undefined) {
        if (open.toAt < toAt) moved.push({ ...open, toAt, isOver });
        continue;
      }
      const row: Row = {
        site: siteId,
        id: `${plan.forecastId}-${fromAt}`,
        queueId,
        date: plan.date,
        fromAt,
        ...measured,
        openedAt: time,
      };
      opened.push(row);
      own.push(row);
    }
  }
  const nameOf = (queueId: string): string => floor.queues.get(queueId)?.name ?? queueId;
  return {
    events: opened.flatMap((row) => openingEvents(row, nameOf(row.queueId), time)),
    keep: (transaction) => keep(transaction, siteId, opened, moved),
  };
}

/** The plan in quarters of an hour beside what came in them, as far as that is known. */
function knownQuarters({ plan, quarters }: DayOfQueue): SeenInterval[] {
  const perInterval = plan.intervalMs / QUARTER_MS;
  return quarters.flatMap((actual, i) => {
    const expected = plan.offeredCounts[Math.floor(i / perInterval)];
    if (actual === null || expected == null) return [];
    return { startsAt: plan.startsAt + i * QUARTER_MS, expected: expected / perInterval, actual };
  });
}

function openingEvents(row: Row, queueName: string, time: number): NewEvent[] {
  const { id, queueId, date, fromAt, toAt, expectedCount, actualCount, standardScore } = row;
  const expected = Math.round(expectedCount);
  const opened = { investigationId: id, queueId, date, fromAt, toAt, expectedCount, actualCount, standardScore };
  const notice: EventData['notice.requested'] = {
    noticeId: `investigation-${id}`,
    about: { kind: 'investigation', id },
    to: [{ kind: 'role', role: 'team-lead' }],
    urgency: 'inform',
    ...inWords({ key: 'investigation.opened', values: { queue: queueName, actual: actualCount, expected } }, [
      { key: 'investigation.find-out', values: {} },
    ]),
    path: 'accuracy',
  };
  return [
    consoleEvent('investigation.opened', time, opened, `investigation-${id}`),
    consoleEvent('notice.requested', time, notice, `investigation-${id}-notice`),
  ];
}

async function keep(
  transaction: Transaction,
  siteId: string,
  opened: readonly Row[],
  moved: readonly Row[],
): Promise<void> {
  if (opened.length > 0)
    await transaction
      .insert(investigation)
      .values([...opened])
      .onConflictDoNothing();
  for (const { id, toAt, isOver, expectedCount, actualCount, standardScore } of moved) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    await transaction
      .update(investigation)
      .set({ toAt, isOver, expectedCount, actualCount, standardScore })
      .where(and(eq(investigation.site, siteId), eq(investigation.id, id)));
  }
}
