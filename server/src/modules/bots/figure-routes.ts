import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { reachesQueue, reachesTeam, sightOf } from '@floorwalk/shared/access/sight';
import { BotFiguresAnswer } from '@floorwalk/shared/api/bots';
import { calibrate, type SessionOutcome } from '@floorwalk/shared/handover/calibration';
import { findDrift } from '@floorwalk/shared/handover/find-drift';
import {
  activeHours,
  adviseThresholds,
  DEFAULT_MISS_WEIGHT,
  thresholdCosts,
} from '@floorwalk/shared/handover/threshold-cost';
import { nearestRank } from '@floorwalk/shared/kit/nearest-rank';
import { Id } from '@floorwalk/shared/kit/ids';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { notFound } from '../../auth/http-problem.ts';
import type { Database } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { readConfigured } from '../../log/read-configured.ts';
import { eventLog } from '../../log/tables.ts';
import type { Services } from '../../roles/services.ts';
import { driftSpans } from './drift-spans.ts';
import { readPastSessions } from './read-past-sessions.ts';
import { wasDrifting } from './watch-drift.ts';

const DAY_MS = 86_400_000;
/** Assumed where too few handovers tell: five minutes. */
const ASSUMED_HANDLE_SEC = 300;
const LEAST_HANDLED = 10;
/** What the agents needed are reckoned for: 80 % within a minute. */
const TARGET = { targetShare: 0.8, targetSec: 60 };

/** How a bot's certainty compares with what came of it, and what each threshold would cost. */
export function figureRoutes(app: FastifyInstance, { database, now }: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/bots/:bot/figures',
    {
      config: requirePermission('view-live'),
      schema: {
        tags: ['bots'],
        summary: 'Calibration, cost of each threshold, advice by intent, drift, and waits of handovers',
        params: Type.Object({ site: Id, bot: Id }),
        querystring: Type.Object(
          {
            days: Type.Optional(Type.Integer({ minimum: 1, maximum: 92, default: 7 })),
            truth: Type.Optional(Type.Union([Type.Literal('outcome'), Type.Literal('understood')])),
            handleSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
            missWeight: Type.Optional(Type.Number({ minimum: 0.1, maximum: 100 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: BotFiguresAnswer },
      },
    },
    async (request) => {
      const { site: siteId, bot: botId } = request.params;
      const { days = 7, truth = 'outcome', handleSeconds, missWeight = DEFAULT_MISS_WEIGHT } = request.query;
      const sight = sightOf(principalOf(request), siteId);
      const bot = await botSettings(database, siteId, botId);
      const teamOfQueue = bot.queueId === null ? null : await teamOf(database, siteId, bot.queueId);
      const isSeen =
        sight !== null &&
        (reachesTeam(sight.numbers, bot.teamId) || reachesQueue(sight.numbers, bot.queueId, teamOfQueue));
      if (!isSeen) throw notFound('There is no such bot, or not for you.');
      const { time } = await siteTime(database, siteId, now);
      const span = { from: time - days * DAY_MS, to: time + 1 };
      const read = await readPastSessions(database, siteId, botId, span);
      const waits = await readWaits(database, siteId, botId, span);
      const isKnown = waits.handledMs.length >= LEAST_HANDLED;
      const handleSec = handleSeconds ?? (isKnown ? meanOf(waits.handledMs) / 1_000 : ASSUMED_HANDLE_SEC);
      const hours = activeHours(read.sessions);
      const facts = { hours, handleSec: Math.max(1, handleSec), ...TARGET };
      const { recent, reference } = driftSpans(time);
      const drift = findDrift(
        (await readPastSessions(database, siteId, botId, recent)).sessions,
        (await readPastSessions(database, siteId, botId, reference)).sessions,
        await wasDrifting(database, siteId, botId),
      );
      const outcomes: Record<SessionOutcome, number> = { contained: 0, 'handed-off': 0, abandoned: 0, failed: 0 };
      for (const { outcome } of read.sessions) outcomes[outcome]++;
      const calibration = calibrate(read.sessions, truth);
      return {
        botId,
        ...span,
        isPartial: read.isPartial,
        sessionCount: read.sessions.length,
        outcomes,
        calibration: { ...calibration, bins: [...calibration.bins] },
        threshold: bot.threshold,
        hours,
        handleSec: facts.handleSec,
        handleKnownFrom: handleSeconds === undefined && isKnown ? waits.handledMs.length : 0,
        costs: thresholdCosts(read.sessions, facts, { missWeight }),
        missWeight,
        advice: adviseThresholds(read.sessions, facts, missWeight).slice(0, 50),
        drift,
        waits: {
          handoverCount: waits.count,
          acceptedCount: waits.responseMs.length,
          medianMs: percentile(waits.responseMs, 0.5),
          p90Ms: percentile(waits.responseMs, 0.9),
        },
      };
    },
  );
}

async function botSettings(database: Database, siteId: string, botId: string) {
  const bot = { threshold: 0.85, teamId: null as string | null, queueId: null as string | null };
  for (const { data } of await readConfigured(database, siteId, 'bot.configured', [botId])) {
    bot.threshold = data.confidenceThreshold ?? bot.threshold;
    bot.teamId = data.teamId ?? bot.teamId;
    bot.queueId = data.queueId ?? bot.queueId;
  }
  return bot;
}

async function teamOf(database: Database, siteId: string, queueId: string): Promise<string | null> {
  const said = await readConfigured(database, siteId, 'queue.configured', [queueId]);
  return said.reduce<string | null>((teamId, { data }) => data.teamId ?? teamId, null);
}

/** How long customers waited for a person after each handover, and how long the person then had them; ms, ascending. */
async function readWaits(
  database: Database,
  siteId: string,
  botId: string,
  { from, to }: { readonly from: number; readonly to: number },
) {
  const rows = (await database
    .select()
    .from(eventLog)
    .where(
      and(
        eq(eventLog.site, siteId),
        gte(eventLog.time, from),
        lt(eventLog.time, to),
        sql`${eventLog.type} in ('handover.offered', 'handover.accepted', 'handover.completed')`,
      ),
    )
    .orderBy(asc(eventLog.position))
    .limit(20_000)) as unknown as LoggedEvent[];
  const acceptedAt = new Map<string, number>();
  const responseMs: number[] = [];
  const handledMs: number[] = [];
  let count = 0;
  for (const event of rows) {
    if (event.type === 'handover.offered' && event.data.botId === botId) count++;
    if (event.type === 'handover.accepted' && event.data.botId === botId) {
      acceptedAt.set(event.data.handoverId, event.time);
      responseMs.push(event.data.responseMs);
    }
    if (event.type === 'handover.completed') {
      const since = acceptedAt.get(event.data.handoverId);
      if (since !== undefined) handledMs.push(event.time - since);
    }
  }
  return { count, responseMs: responseMs.toSorted((one, other) => one - other), handledMs };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percentile(ascending: readonly number[], rank: number): number | null {
  return ascending.length === 0 ? null : nearestRank(Float64Array.from(ascending), ascending.length, rank);
}
