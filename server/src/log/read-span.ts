import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database } from '../db/database.ts';

type Row = [position: number, id: string, source: string, type: string, time: number, recordedAt: number, data: object];

const COLUMNS = 'position, id, source, type, time, recorded_at, data';
const BATCH = 5_000;
/** Contacts asked about in one statement. */
const CONTACTS = 2_000;

/** Every setting of a site, whenever it was made, in the order of the log. */
export async function readSettings(database: Database, siteId: string): Promise<LoggedEvent[]> {
  return ask(
    database,
    `select ${COLUMNS} from event_log where site = $1 and type like '%.configured' order by position`,
    [siteId],
  );
}

/** Every policy set for a bot so far, in the order of the log. */
export async function readBotPolicies(database: Database, siteId: string): Promise<LoggedEvent[]> {
  return ask(
    database,
    `select ${COLUMNS} from event_log where site = $1 and type = 'handover.policy-set' order by position`,
    [siteId],
  );
}

/** The events of [from, to), epoch ms, in order of time, without settings. */
export async function* readSpan(
  database: Database,
  siteId: string,
  from: number,
  to: number,
): AsyncIterable<LoggedEvent[]> {
  let after: readonly [time: number, position: number] = [from, 0];
  for (;;) {
    // Each batch begins where the one before ended.
    // oxlint-disable-next-line no-await-in-loop
    const events = await ask(
      database,
      `select ${COLUMNS} from event_log
       where site = $1 and (time, position) > ($2, $3) and time < $4 and type not like '%.configured'
       order by time, position limit ${BATCH}`,
      [siteId, ...after, to],
    );
    if (events.length > 0) yield events;
    const last = events.at(-1);
    if (!last || events.length < BATCH) return;
    after = [last.time, last.position];
  }
}

/** What happened before `from` to contacts that something happened to in [from, to) without their entering a queue then; by time. */
export async function readBeginnings(
  database: Database,
  siteId: string,
  from: number,
  to: number,
): Promise<LoggedEvent[]> {
  const { rows: met } = await database.$client.query<{ contact: string }>(
    `select data->>'contactId' as contact from event_log
     where site = $1 and time >= $2 and time < $3 and data ? 'contactId'
     group by 1 having not bool_or(type = 'contact.queued')`,
    [siteId, from, to],
  );
  // Asked for by name, in a statement of its own: as a subquery the planner takes it for few or for many as it likes.
  return readOfContacts(
    database,
    siteId,
    met.map(({ contact }) => contact),
    'time < $3',
    from,
  );
}

/** What happened to these contacts from `from` on; by time. */
export async function readEndings(
  database: Database,
  siteId: string,
  contactIds: readonly string[],
  from: number,
): Promise<LoggedEvent[]> {
  return readOfContacts(database, siteId, contactIds, 'time >= $3', from);
}

async function readOfContacts(
  database: Database,
  siteId: string,
  contactIds: readonly string[],
  when: 'time < $3' | 'time >= $3',
  moment: number,
): Promise<LoggedEvent[]> {
  const found: LoggedEvent[] = [];
  for (let start = 0; start < contactIds.length; start += CONTACTS) {
    // oxlint-disable-next-line no-await-in-loop -- one connection for one question
    const events = await ask(
      database,
      `select ${COLUMNS} from event_log
       where site = $1 and data ? 'contactId' and data->>'contactId' = any($2) and ${when}`,
      [siteId, contactIds.slice(start, start + CONTACTS), moment],
    );
    found.push(...events);
  }
  return found.toSorted((a, b) => a.time - b.time || a.position - b.position);
}

/** Every event that names one of these contacts; by time, at most `limit`. */
export async function readContactEvents(
  database: Database,
  siteId: string,
  contactIds: readonly string[],
  limit: number,
): Promise<LoggedEvent[]> {
  if (contactIds.length === 0) return [];
  return ask(
    database,
    `select ${COLUMNS} from event_log
     where site = $1 and data ? 'contactId' and data->>'contactId' = any($2)
     order by time, position limit $3`,
    [siteId, contactIds, limit],
  );
}

/** Every event of these bot sessions; by time, at most `limit`. */
export async function readSessionEvents(
  database: Database,
  siteId: string,
  sessionIds: readonly string[],
  limit: number,
): Promise<LoggedEvent[]> {
  if (sessionIds.length === 0) return [];
  return ask(
    database,
    `select ${COLUMNS} from event_log
     where site = $1 and data ? 'sessionId' and data->>'sessionId' = any($2)
     order by time, position limit $3`,
    [siteId, sessionIds, limit],
  );
}

/** The events of [from, to), epoch ms, that name an agent; by time, without settings and plans. */
export async function readAgentEvents(
  database: Database,
  siteId: string,
  agentId: string,
  from: number,
  to: number,
): Promise<LoggedEvent[]> {
  return ask(
    database,
    `select ${COLUMNS} from event_log
     where site = $1 and time >= $2 and time < $3 and data->>'agentId' = $4
       and type not like '%.configured' and type not like 'schedule.%'
     order by time, position`,
    [siteId, from, to, agentId],
  );
}

async function ask(database: Database, text: string, values: readonly unknown[]): Promise<LoggedEvent[]> {
  const { rows } = await database.$client.query<Row>({ text, values: [...values], rowMode: 'array' });
  return rows.map(
    ([position, id, source, type, time, recordedAt, data]) =>
      ({ position, id, source, type, time, recordedAt, data }) as LoggedEvent,
  );
}
