import { inArray } from 'drizzle-orm';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { asText, inWords, settledBy } from '@floorwalk/shared/words/say-notice';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { helpChanges, helpOf, type HelpState, type SurgeHelp } from '@floorwalk/shared/surge/surge-help';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { Database, Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { site as siteTable } from '../../log/tables.ts';
import type { JobServices } from '../../roles/services.ts';
import { moveAgents } from './lend-agents.ts';
import { SURGES_SOURCE } from './surge-store.ts';

/** Another site as its own log is told: its clock, now, how far that is ahead of the asking site's (ms), and its state where people move. */
type OtherSite = {
  readonly time: number;
  readonly zone: string;
  readonly shiftMs: number;
  readonly state: LiveState | undefined;
};
export type OtherSites = ReadonlyMap<string, OtherSite>;

/**
 * The sites a surge's moves could ask that this installation knows, the surge's own left out; with their state, if `movesPeople`, where they have named
 * agents.
 */
export async function otherSitesOf(
  { database, now, stateAt }: Pick<JobServices, 'database' | 'now' | 'stateAt'>,
  siteId: string,
  surge: Surge | undefined,
  time: number,
  movesPeople: boolean,
): Promise<OtherSites> {
  const named = [...new Set((surge?.moves ?? []).flatMap((move) => move.siteId ?? []))].filter((id) => id !== siteId);
  if (named.length === 0) return new Map();
  const known = await database.select({ id: siteTable.id }).from(siteTable).where(inArray(siteTable.id, named));
  const found = await Promise.all(
    known.map(async ({ id }): Promise<readonly [string, OtherSite]> => {
      const there = await siteTime(database, id, now);
      const isNamed = surge?.moves.some((move) => move.siteId === id && move.helpers !== undefined) === true;
      const state = movesPeople && isNamed ? (await stateAt(id, { at: there.time, view: 'shown' })).state : undefined;
      return [id, { ...there, shiftMs: there.time - time, state }];
    }),
  );
  return new Map(found);
}

type Step = {
  readonly siteId: string;
  readonly zone: string;
  /** The asking site's state, where people move. */
  readonly state: LiveState | undefined;
  readonly before: Surge;
  readonly after: Surge;
  readonly by: DecidedBy | null;
  readonly time: number;
};

/**
 * Tells other sites what became of the help they were asked for, on their own logs, in the transaction of the step, which has locked them; agents they
 * have named leave and come home there. Answers what of that the asking site's log is to be told.
 */
export async function tellSites(
  transaction: Transaction,
  others: OtherSites,
  step: Step,
  now: number,
): Promise<readonly NewEvent[]> {
  const { siteId, before, after, by } = step;
  const changes = helpChanges(before, after).filter(({ move }) => others.has(move.siteId));
  if (changes.length === 0) return [];
  const name = await nameOf(transaction, siteId);
  const here: NewEvent[] = [];
  for (const { move, state } of changes) {
    const there = others.get(move.siteId);
    if (there === undefined) continue;
    const help = helpOf(after, move, state, { id: siteId, name, shiftMs: there.shiftMs });
    const moved = moveAgents(help, move.siteId, there, step);
    here.push(...moved.here);
    const events = [...helpEvents(moved.help, state === 'asked' ? null : by, there), ...moved.there];
    // oxlint-disable-next-line no-await-in-loop -- one connection asks one thing at a time
    await appendWith(transaction, move.siteId, events, now);
  }
  return here;
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
  lent: 'surge.help-lent',
  refused: 'surge.help-answered',
  withdrawn: 'surge.help-closed',
  ended: 'surge.help-closed',
} as const satisfies Record<HelpState, string>;

/** What the other site's log is told: how the help stands, and whoever may grant it hears of it until it is settled. */
function helpEvents(help: SurgeHelp, by: DecidedBy | null, { time, zone }: OtherSite): NewEvent[] {
  const { state, fromSiteName, queueName, agentCount, fromAt, toAt, note, agents = [] } = help;
  const answers = agents.filter(({ answer }) => answer !== 'open').length;
  const id = `${help.id}-${state}${answers > 0 ? `-${answers}` : ''}`.slice(0, 180);
  const about = { kind: 'surge' as const, id: help.id };
  const moved = {
    id: `help-${id}`,
    source: by === null ? SURGES_SOURCE : CONSOLE_SOURCE,
    type: TYPES[state],
    time,
    data: { help, by },
  } as NewEvent;
  const asked = agents.flatMap(({ agentId, answer }) =>
    state === 'granted' && answer === 'open' ? [{ kind: 'agent' as const, agentId }] : [],
  );
  // Others are still asked: what they were sent stands.
  if (answers > 0 && asked.length > 0) return [moved];
  const data = { about, ...settledBy({ key: 'settled.help', values: { state } }) };
  const settled: NewEvent = {
    id: `help-settled-${id}`,
    source: SURGES_SOURCE,
    type: 'notice.withdrawn',
    time,
    data,
  };
  if (state !== 'asked' && asked.length === 0) return [moved, settled];
  const at = (moment: number) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(moment);
  const span = `${at(fromAt)}–${at(toAt)}`;
  const words =
    asked.length > 0
      ? inWords({ key: 'surge.can-you-help', values: { queue: `${queueName} (${fromSiteName})` } }, [
          { key: 'surge.answer-by', values: { span, at: at(help.answerBy) } },
        ])
      : inWords({ key: 'surge.help-asked', values: { site: fromSiteName, queue: queueName } }, [
          { key: 'surge.help-look', values: { count: agentCount, span, at: at(help.answerBy) } },
          ...(note === null ? [] : [asText(`“${note}”`)]),
        ]);
  const requested: NewEvent<'notice.requested'> = {
    id: `help-notice-${id}`,
    source: SURGES_SOURCE,
    type: 'notice.requested',
    time,
    data: {
      noticeId: `help-${id}`,
      about,
      to: asked.length > 0 ? asked : [{ kind: 'role', role: 'supervisor' }],
      urgency: 'page',
      ...words,
      path: asked.length > 0 ? 'inbox' : 'surges',
      until: Math.max(time + 1, help.answerBy),
    },
  };
  return asked.length > 0 ? [moved, settled, requested] : [moved, requested];
}
