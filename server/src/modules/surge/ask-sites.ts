import { inArray, sql } from 'drizzle-orm';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { asText, inWords, settledBy } from '@floorwalk/shared/words/say-notice';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { helpChanges, helpOf, type HelpState, type SurgeHelp } from '@floorwalk/shared/surge/surge-help';
import type { Database, Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { site as siteTable } from '../../log/tables.ts';
import type { JobServices } from '../../roles/services.ts';
import { SURGES_SOURCE } from './surge-store.ts';

/** Another site as its own log is told: its clock, now, and how far that is ahead of the asking site's, ms. */
type OtherSite = { readonly time: number; readonly zone: string; readonly shiftMs: number };
export type OtherSites = ReadonlyMap<string, OtherSite>;

/** The sites a surge's moves could ask that this installation knows, the surge's own left out. */
export async function otherSitesOf(
  { database, now }: Pick<JobServices, 'database' | 'now'>,
  siteId: string,
  surge: Surge | undefined,
  time: number,
): Promise<OtherSites> {
  const named = [...new Set((surge?.moves ?? []).flatMap((move) => move.siteId ?? []))].filter((id) => id !== siteId);
  if (named.length === 0) return new Map();
  const known = await database.select({ id: siteTable.id }).from(siteTable).where(inArray(siteTable.id, named));
  const found = await Promise.all(
    known.map(async ({ id }): Promise<readonly [string, OtherSite]> => {
      const there = await siteTime(database, id, now);
      return [id, { ...there, shiftMs: there.time - time }];
    }),
  );
  return new Map(found);
}

/**
 * Tells other sites what became of the help they were asked for, on their own logs, in the transaction of the step. Call it before anything else is
 * appended: it locks the heads of all logs it writes to, and the surge's own, in the order of their ids, so that two sites that ask each other never
 * wait for each other.
 */
export async function tellSites(
  transaction: Transaction,
  others: OtherSites,
  step: { readonly siteId: string; readonly before: Surge; readonly after: Surge; readonly by: DecidedBy | null },
  now: number,
): Promise<void> {
  const { siteId, before, after, by } = step;
  const changes = helpChanges(before, after).filter(({ move }) => others.has(move.siteId));
  if (changes.length === 0) return;
  const locked = [siteId, ...changes.map(({ move }) => move.siteId)].toSorted((a, b) => (a < b ? -1 : 1));
  for (const id of new Set(locked)) {
    // oxlint-disable-next-line no-await-in-loop -- one after another is the point
    await transaction.execute(sql`select 1 from site_head where site = ${id} for update`);
  }
  const name = await nameOf(transaction, siteId);
  for (const { move, state } of changes) {
    const there = others.get(move.siteId);
    if (there === undefined) continue;
    const help = helpOf(after, move, state, { id: siteId, name, shiftMs: there.shiftMs });
    // oxlint-disable-next-line no-await-in-loop
    await appendWith(transaction, move.siteId, helpEvents(help, state === 'asked' ? null : by, there), now);
  }
}

async function nameOf(transaction: Transaction | Database, siteId: string): Promise<string> {
  const [row] = await transaction
    .select({ name: siteTable.name })
    .from(siteTable)
    .where(inArray(siteTable.id, [siteId]));
  return (row?.name ?? siteId).slice(0, 200);
}

const TYPES = {
  asked: 'surge.help-asked',
  granted: 'surge.help-answered',
  refused: 'surge.help-answered',
  withdrawn: 'surge.help-closed',
  ended: 'surge.help-closed',
} as const satisfies Record<HelpState, string>;

/** What the other site's log is told: how the help stands, and whoever may grant it hears of it until it is settled. */
function helpEvents(help: SurgeHelp, by: DecidedBy | null, { time, zone }: OtherSite): NewEvent[] {
  const { state, fromSiteName, queueName, agentCount, fromAt, toAt, note } = help;
  const id = `${help.id}-${state}`.slice(0, 180);
  const about = { kind: 'surge' as const, id: help.id };
  const moved = {
    id: `help-${id}`,
    source: by === null ? SURGES_SOURCE : CONSOLE_SOURCE,
    type: TYPES[state],
    time,
    data: { help, by },
  } as NewEvent;
  if (state !== 'asked') {
    const data = { about, ...settledBy({ key: 'settled.help', values: { state } }) };
    return [moved, { id: `help-settled-${id}`, source: SURGES_SOURCE, type: 'notice.withdrawn', time, data }];
  }
  const at = (moment: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(moment);
  const requested: NewEvent<'notice.requested'> = {
    id: `help-notice-${id}`,
    source: SURGES_SOURCE,
    type: 'notice.requested',
    time,
    data: {
      noticeId: `help-${id}`,
      about,
      to: [{ kind: 'role', role: 'supervisor' }],
      urgency: 'page',
      ...inWords({ key: 'surge.help-asked', values: { site: fromSiteName, queue: queueName } }, [
        {
          key: 'surge.help-look',
          values: { count: agentCount, span: `${at(fromAt)}–${at(toAt)}`, at: at(help.answerBy) },
        },
        ...(note === null ? [] : [asText(`“${note}”`)]),
      ]),
      path: 'surges',
      until: Math.max(time + 1, help.answerBy),
    },
  };
  return [moved, requested];
}
