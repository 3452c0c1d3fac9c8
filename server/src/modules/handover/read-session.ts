import { and, asc, eq, sql } from 'drizzle-orm';
import { reachesQueue, reachesTeam, type Sight } from '@floorwalk/shared/access/sight';
import type { Queue } from '@floorwalk/shared/floor/floor-state';
import type { Conversation } from '@floorwalk/shared/handover/conversations';
import {
  createHandoversState,
  foldHandovers,
  policyOf,
  type HandoversState,
  type KnownBot,
} from '@floorwalk/shared/handover/handovers-state';
import type { HandoverPolicy } from '@floorwalk/shared/handover/policy';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database } from '../../db/database.ts';
import { readConfigured } from '../../log/read-configured.ts';
import { eventLog } from '../../log/tables.ts';
import { handoverPolicy } from './tables.ts';

/** Most events of one session read; a session has far fewer. */
const MAX_SESSION_EVENTS = 2_000;

export type ReadSession = {
  readonly session: Conversation;
  readonly bot: KnownBot;
  readonly policy: HandoverPolicy;
  readonly queues: ReadonlyMap<string, Pick<Queue, 'teamId' | 'serviceLevelThresholdMs' | 'highValue'>>;
};

/** One bot session from the log, by the same fold as live, with what is decided by about its bot; `null` where there is none. */
export async function readSession(database: Database, siteId: string, sessionId: string): Promise<ReadSession | null> {
  const ofSite = eq(eventLog.site, siteId);
  const events = (await database
    .select()
    .from(eventLog)
    .where(and(ofSite, sql`${eventLog.data} ? 'sessionId'`, sql`${eventLog.data}->>'sessionId' = ${sessionId}`))
    .orderBy(asc(eventLog.position))
    .limit(MAX_SESSION_EVENTS)) as unknown as LoggedEvent[];
  if (events.length === 0) return null;
  const state = createHandoversState(siteId);
  for (const event of events) foldHandovers(state, event);
  const session = state.conversations.sessions.get(sessionId);
  if (session === undefined) return null;
  await foldSettings(database, state, siteId);
  const bot = state.bots.get(session.botId);
  if (bot === undefined) return null;
  const policy = policyOf(state, bot.id);
  const queueIds = [policy.queueId, session.queueId, bot.queueId].filter((id) => id !== null);
  return { session, bot, policy, queues: await readQueues(database, siteId, queueIds) };
}

async function foldSettings(database: Database, state: HandoversState, siteId: string): Promise<void> {
  const configured = await readConfigured(database, siteId, 'bot.configured');
  for (const event of configured) foldHandovers(state, event);
  const policies = await database.select().from(handoverPolicy).where(eq(handoverPolicy.site, siteId));
  for (const { policy, version, setBy, setAt } of policies)
    state.policies.set(policy.botId, { policy, version, by: setBy, at: setAt });
}

/** Where queues belong and how soon they should answer, as they were last configured. */
async function readQueues(database: Database, siteId: string, queueIds: readonly string[]) {
  const queues = new Map<string, { teamId: string | null; serviceLevelThresholdMs: number; highValue: boolean }>();
  for (const { data } of await readConfigured(database, siteId, 'queue.configured', queueIds)) {
    const known = queues.get(data.queueId);
    queues.set(data.queueId, {
      teamId: data.teamId ?? known?.teamId ?? null,
      serviceLevelThresholdMs: data.serviceLevelThresholdMs ?? known?.serviceLevelThresholdMs ?? 20_000,
      highValue: data.highValue ?? known?.highValue ?? false,
    });
  }
  return queues;
}

/** Whether a session's bot is within reach: by its team or its queue, as with its row. */
export function reachesSession(sight: Sight, { bot, session, queues }: ReadSession): boolean {
  const teamOf = (queueId: string | null) => (queueId === null ? null : (queues.get(queueId)?.teamId ?? null));
  return (
    reachesTeam(sight.contacts, bot.teamId) ||
    [bot.queueId, session.queueId].some((queueId) => reachesQueue(sight.contacts, queueId, teamOf(queueId)))
  );
}
