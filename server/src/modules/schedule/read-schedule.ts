import type { ScheduleEventData } from '@floorwalk/shared/schedule/events';
import { layActivities } from '@floorwalk/shared/schedule/lay-activities';
import { presenceAfter, type PresenceEvent } from '@floorwalk/shared/schedule/presence';
import type { Presence, ScheduleDay, ScheduleException } from '@floorwalk/shared/schedule/rows';
import type { Database, Transaction } from '../../db/database.ts';
import { sql, type SQL } from 'drizzle-orm';

export type KnownDay = ScheduleDay & { readonly agentId: string };

/** The newest word of the log on every agent's days of [first, last], ISO dates; of one agent, or of all. */
export async function readDays(
  database: Database | Transaction,
  siteId: string,
  first: string,
  last: string,
  agentId?: string,
): Promise<KnownDay[]> {
  const rows = await rowsOf<{ position: number; time: number; data: ScheduleEventData['schedule.day-set'] }>(
    database,
    sql`select distinct on (data->>'date', data->>'agentId') position, time, data from event_log
        where site = ${siteId} and type = 'schedule.day-set' and data->>'date' >= ${first} and data->>'date' <= ${last}
        ${agentId === undefined ? sql`` : sql`and data->>'agentId' = ${agentId}`}
        order by data->>'date', data->>'agentId', time desc, position desc`,
  );
  return rows.map(({ position, time, data }) => ({
    agentId: data.agentId,
    date: data.date,
    activities: layActivities(data.activities),
    setAt: time,
    position: position,
    setBy: data.by ?? null,
  }));
}

/** Every exception asked for that touches [from, to), by agent, as decided last. */
export async function readExceptions(
  database: Database,
  siteId: string,
  from: number,
  to: number,
): Promise<ReadonlyMap<string, readonly ScheduleException[]>> {
  const rows = await rowsOf<{
    type: string;
    time: number;
    data: ScheduleEventData['schedule.exception-requested'] & { note?: string };
  }>(
    database,
    sql`select type, time, data from event_log
        where site = ${siteId} and type like 'schedule.exception-%' and data->>'exceptionId' in (
          select data->>'exceptionId' from event_log
          where site = ${siteId} and type = 'schedule.exception-requested'
            and (data->>'startAt')::bigint < ${to} and (data->>'endAt')::bigint > ${from})
        order by time, position`,
  );
  const found = new Map<string, ScheduleException[]>();
  for (const { type, time, data } of rows) {
    const own = found.get(data.agentId) ?? [];
    const index = own.findIndex(({ exceptionId }) => exceptionId === data.exceptionId);
    const known = own[index];
    if (type === 'schedule.exception-requested') {
      if (known !== undefined || data.endAt <= data.startAt) continue;
      const { exceptionId, startAt, endAt, reason, by } = data;
      found.set(data.agentId, [
        ...own,
        {
          exceptionId,
          startAt,
          endAt,
          reason,
          state: 'requested',
          requestedAt: time,
          requestedBy: by ?? null,
          decidedAt: null,
          decidedBy: null,
          note: null,
        },
      ]);
    } else if (known !== undefined) {
      own[index] = {
        ...known,
        state: type === 'schedule.exception-approved' ? 'approved' : 'declined',
        decidedAt: time,
        decidedBy: data.by ?? null,
        note: data.note ?? null,
      };
    }
  }
  return found;
}

/**
 * Changes of presence in [from, to) of these agents, each list beginning with what held at `from`, however long ago that was said. One word of an
 * agent tells their whole presence, so the last before `from` is all that is asked of the time before.
 */
export async function readPresences(
  database: Database,
  siteId: string,
  agentIds: readonly string[],
  from: number,
  to: number,
): Promise<ReadonlyMap<string, readonly Presence[]>> {
  const rows = await rowsOf<{ type: PresenceEvent['type']; time: number; data: PresenceEvent['data'] }>(
    database,
    sql`select type, time, data, position from (
          select last.* from jsonb_array_elements_text(${JSON.stringify(agentIds)}::jsonb) as agent (id)
          cross join lateral (
            select type, time, data, position from event_log
            where site = ${siteId} and data->>'agentId' = agent.id and time < ${from} and ${IS_PRESENCE}
            order by time desc, position desc limit 1) as last
          union all
          select type, time, data, position from event_log
          where site = ${siteId} and time >= ${from} and time < ${to} and ${IS_PRESENCE}) as word
        order by time, position`,
  );
  const found = new Map<string, Presence[]>();
  for (const row of rows) {
    const event = { ...row, time: row.time } as PresenceEvent;
    const own = found.get(event.data.agentId);
    const before = own?.at(-1) ?? null;
    const after = presenceAfter(before, event);
    if (after === before) continue;
    if (own === undefined) found.set(event.data.agentId, [after]);
    // Of two words of one moment the later holds.
    else if (before?.since === after.since) own[own.length - 1] = after;
    else own.push(after);
  }
  return found;
}

/** Written as the index `event_log_presence` has it, so that it is used. */
const IS_PRESENCE = sql`type in ('agent.signed-in', 'agent.state-changed', 'agent.signed-out')`;

/** Contacts that entered each queue in each interval of [from, to). */
export async function readOffered(
  database: Database,
  siteId: string,
  from: number,
  to: number,
  intervalMs: number,
): Promise<readonly { readonly queueId: string; readonly interval: number; readonly count: number }[]> {
  const rows = await rowsOf<{ queue_id: string; interval: number; count: number }>(
    database,
    sql`select data->>'queueId' as queue_id, (time - ${from}::bigint) / ${intervalMs}::bigint as interval, count(*) as count
        from event_log where site = ${siteId} and time >= ${from} and time < ${to} and type = 'contact.queued'
        group by 1, 2`,
  );
  return rows.map((row) => ({ queueId: row.queue_id, interval: row.interval, count: row.count }));
}

async function rowsOf<Row extends object>(database: Database | Transaction, query: SQL): Promise<Row[]> {
  const result = await database.execute(query);
  return result.rows as unknown as Row[];
}
