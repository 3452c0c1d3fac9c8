import { and, eq, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { findDrift, type Drift } from '@floorwalk/shared/handover/find-drift';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { inWords } from '@floorwalk/shared/words/say-notice';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { Database, Transaction } from '../../db/database.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { eventLog, site } from '../../log/tables.ts';
import type { JobServices } from '../../roles/services.ts';
import type { Job } from '../server-module.ts';
import { driftSpans } from './drift-spans.ts';
import { readPastSessions } from './read-past-sessions.ts';
import { botDrift } from './tables.ts';

const EVERY_MS = 60_000;
/** A bot is looked at so often, ms of the site's clock. */
const CHECK_MS = 30 * 60_000;
/** Events read of each side at most. */
const MOST_EVENTS = 50_000;
export const DRIFT_SOURCE = 'floorwalk/bots';

/** Looks now and then whether bots are still as sure as they were, and says so when that changes. */
export const watchDrift: Job = {
  name: 'watch-bot-drift',
  everyMs: EVERY_MS,
  run: async (services) => {
    const sites = await services.database.select().from(site);
    for (const { id, clock } of sites) {
      const siteClock = clock as SiteClock;
      // On a site whose clock stands, nobody is to be called.
      if (siteClock.kind === 'log') continue;
      const time = Math.floor(siteNow(siteClock, services.now(), 0));
      // oxlint-disable-next-line no-await-in-loop -- one after another is all the load this should be
      for (const botId of await botsToCheck(services, id, time)) {
        // oxlint-disable-next-line no-await-in-loop -- as above
        await checkDrift(services, id, botId, time);
      }
    }
  },
};

async function botsToCheck({ database }: JobServices, siteId: string, time: number): Promise<string[]> {
  const bots = await database
    .selectDistinct({ botId: sql<string>`${eventLog.data}->>'botId'` })
    .from(eventLog)
    .where(
      and(eq(eventLog.site, siteId), sql`${eventLog.type} like '%.configured'`, eq(eventLog.type, 'bot.configured')),
    );
  const checked = await database.select().from(botDrift).where(eq(botDrift.site, siteId));
  const fresh = new Set(checked.filter(({ checkedAt }) => time - checkedAt < CHECK_MS).map(({ botId }) => botId));
  return bots.map(({ botId }) => botId).filter((botId) => !fresh.has(botId));
}

/** Looks at one bot at a moment of the site's clock; says what changed, and answers what was found. */
export async function checkDrift(
  { database, now }: Pick<JobServices, 'database' | 'now'>,
  siteId: string,
  botId: string,
  time: number,
): Promise<Drift | null> {
  const { recent, reference } = driftSpans(time);
  const { sessions: lately } = await readPastSessions(database, siteId, botId, recent, MOST_EVENTS);
  const { sessions: before } = await readPastSessions(database, siteId, botId, reference, MOST_EVENTS);
  return decideOnSite(database, siteId, async (transaction) => {
    const was = await wasDrifting(transaction, siteId, botId);
    const drift = findDrift(lately, before, was);
    const is = drift === null ? was : drift.isDrifting;
    const values = { isDrifting: is, checkedAt: time };
    await transaction
      .insert(botDrift)
      .values({ site: siteId, botId, ...values })
      .onConflictDoUpdate({ target: [botDrift.site, botDrift.botId], set: values });
    if (drift !== null && was !== is) await appendWith(transaction, siteId, sayings(botId, drift, time), now());
    return drift;
  });
}

/** What was found of a bot the last time. */
export async function wasDrifting(database: Database | Transaction, siteId: string, botId: string): Promise<boolean> {
  const ofBot = and(eq(botDrift.site, siteId), eq(botDrift.botId, botId));
  const [row] = await database.select({ isDrifting: botDrift.isDrifting }).from(botDrift).where(ofBot);
  return row?.isDrifting ?? false;
}

function sayings(botId: string, drift: Drift, time: number): NewEvent[] {
  const { statistic, pValue, isDrifting, ...figures } = drift;
  const { recent, reference } = driftSpans(time);
  const say = { source: DRIFT_SOURCE, time } as const;
  if (!isDrifting)
    return [
      {
        ...say,
        id: randomUUID(),
        type: 'handover.drift-settled',
        data: { botId, statistic, pValue: Math.min(1, Math.max(0, pValue)) },
      },
    ];
  return [
    {
      ...say,
      id: randomUUID(),
      type: 'handover.drift-found',
      data: {
        botId,
        statistic,
        pValue: Math.min(1, Math.max(0, pValue)),
        ...figures,
        recentFrom: recent.from,
        referenceFrom: reference.from,
      },
    },
    {
      ...say,
      id: randomUUID(),
      type: 'notice.requested',
      data: {
        noticeId: `bot-drift-${botId}-${time}`.slice(0, 200),
        about: { kind: 'investigation', id: botId },
        to: [
          { kind: 'role', role: 'supervisor' },
          { kind: 'role', role: 'analyst' },
        ],
        urgency: 'inform',
        ...inWords({ key: 'bot.drifted', values: { bot: botId } }, [
          {
            key: 'bot.drift-figures',
            values: { recent: figures.recentMean, reference: figures.referenceMean },
          },
        ]),
        path: 'bots',
      },
    },
  ];
}
