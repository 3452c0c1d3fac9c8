import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { seenRow, sightOf, type Sight } from '@floorwalk/shared/access/sight';
import type { LiveAnswer } from '@floorwalk/shared/api/history';
import { TABLE_NAMES, type TableName } from '@floorwalk/shared/floor/rows';
import { WINDOW_KEYS } from '@floorwalk/shared/floor/window';
import { Id } from '@floorwalk/shared/kit/ids';
import { applySnapshot, createView } from '@floorwalk/shared/live/apply';
import { FOLD_VERSION, hashState, snapshotOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { TableRows } from '@floorwalk/shared/live/delta';
import { demand, principalOf, requirePermission } from '../../auth/access.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import type { StateAnswer } from '../../live/state-at.ts';
import type { Services } from '../../roles/services.ts';
import { toCsv } from '../../http/to-csv.ts';
import { findSite, presentOf } from './history-site.ts';
import { Moment, readMoment } from './moment.ts';
import type { OneAfterAnother } from './one-after-another.ts';
import { sendUnlessKnown } from './send-unless-known.ts';

/** The present is folded at most this often for everyone who asks, ms. */
const KEEP_PRESENT_MS = 500;
const MAX_KEPT = 100;

const Question = Type.Object(
  {
    at: Type.Optional(Moment),
    view: Type.Optional(
      Type.Union([Type.Literal('known'), Type.Literal('shown')], {
        default: 'known',
        description: 'known: what is known now about that moment; shown: what the board showed then',
      }),
    ),
    tables: Type.Optional(
      Type.String({ maxLength: 200, description: `comma-separated, of ${TABLE_NAMES.join(', ')}` }),
    ),
    windows: Type.Optional(
      Type.String({ maxLength: 100, description: `comma-separated, of ${WINDOW_KEYS.join(', ')}` }),
    ),
    format: Type.Optional(
      Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json', description: 'csv gives one table' }),
    ),
  },
  { additionalProperties: false },
);

const LiveBody = Type.Object({
  siteId: Type.String(),
  at: Type.Object({ position: Type.Integer(), asOf: Type.Number({ description: 'epoch ms of the site clock' }) }),
  view: Type.Union([Type.Literal('now'), Type.Literal('known'), Type.Literal('shown')]),
  stateHash: Type.String({ description: 'hash of the folded state at that position, equal wherever it is computed' }),
  foldVersion: Type.Integer(),
  tables: Type.Record(Type.String(), Type.Array(Type.Record(Type.String(), Type.Unknown()))),
});

/** The board as rows, now or at any moment of the past. */
export function liveRoutes(app: FastifyInstance, services: Services, turn: OneAfterAnother): void {
  const { database, stateAt, now } = services;
  const presents = new Map<string, { readonly takenAt: number; readonly answer: Promise<StateAnswer> }>();
  const hashes = new WeakMap<LiveState, string>();

  const hashOf = (state: LiveState): string => {
    const hash = hashes.get(state) ?? hashState(state);
    hashes.set(state, hash);
    return hash;
  };

  const present = (siteId: string, at: number): Promise<StateAnswer> => {
    const kept = presents.get(siteId);
    if (kept && now() - kept.takenAt < KEEP_PRESENT_MS) return kept.answer;
    if (presents.size >= MAX_KEPT) presents.clear();
    // What the board shows at this moment is everything recorded by now.
    const answer = turn.run(() => stateAt(siteId, { at, view: 'shown' }));
    presents.set(siteId, { takenAt: now(), answer });
    answer.catch(() => presents.delete(siteId));
    return answer;
  };

  /** What is known about the present is what the board shows, unless something came too late for it. */
  const boardThatKnowsAll = async (siteId: string, at: number): Promise<StateAnswer | null> => {
    const answer = await present(siteId, at);
    return answer.state.floor.tooLateCount === 0 ? answer : null;
  };

  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/live',
    {
      config: requirePermission('view-live'),
      schema: {
        tags: ['history'],
        summary: 'The board as rows, now or at a moment of the past',
        params: Type.Object({ site: Id }),
        querystring: Question,
        response: {
          200: { content: { 'application/json': { schema: LiveBody }, 'text/csv': { schema: Type.String() } } },
        },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const sight = sightFor(request, siteId);
      const { at, view = 'known', format } = request.query;
      if (at !== undefined) demand(principalOf(request), 'travel-in-time', siteId);
      const tables = chosen(request.query.tables, TABLE_NAMES, 'tables');
      const windows = chosen(request.query.windows, WINDOW_KEYS, 'windows');
      const site = await findSite(database, siteId);
      const presentAt = await presentOf(database, site, now());
      const moment = at === undefined ? presentAt : readMoment(at, site.zone, 'at');
      if (moment > presentAt) throw badField('/at', 'at lies in the future of this site.');
      const { state, asOf } =
        at === undefined
          ? await present(siteId, presentAt)
          : ((moment === presentAt && view === 'known' ? await boardThatKnowsAll(siteId, presentAt) : null) ??
            (await turn.run(() => stateAt(siteId, { at: moment, view }))));
      const seen = seenTables(sight, snapshotOf(state, asOf, now()), tables, windows);
      if (format === 'csv') {
        const [table] = tables;
        if (tables.length !== 1 || table === undefined) throw badField('/tables', 'CSV holds one table: tables=queues');
        void reply.header('content-disposition', `attachment; filename="${table}.csv"`);
        return sendUnlessKnown(request, reply, 'text/csv; charset=utf-8', toCsv(seen[table] ?? []));
      }
      const answer: LiveAnswer = {
        siteId,
        at: { position: state.position, asOf },
        view: at === undefined ? 'now' : view,
        stateHash: hashOf(state),
        foldVersion: FOLD_VERSION,
        tables: seen,
      };
      return sendUnlessKnown(request, reply, 'application/json; charset=utf-8', JSON.stringify(answer));
    },
  );
}

function sightFor(request: FastifyRequest, siteId: string): Sight {
  const sight = sightOf(principalOf(request), siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return sight;
}

/** The names in a comma-separated list, all where there is none. Throws 400 at an unknown one. */
function chosen<Name extends string>(text: string | undefined, names: readonly Name[], field: string): readonly Name[] {
  if (text === undefined || text === '') return names;
  return text.split(',').map((part) => {
    const name = names.find((one) => one === part.trim());
    if (name === undefined) throw badField(`/${field}`, `${part.trim().slice(0, 50)} is none of ${names.join(', ')}.`);
    return name;
  });
}

function seenTables(
  sight: Sight,
  snapshot: ReturnType<typeof snapshotOf>,
  tables: readonly TableName[],
  windows: readonly string[],
): TableRows {
  const view = createView(snapshot.siteId);
  applySnapshot(view, snapshot);
  return Object.fromEntries(
    tables.map((table) => [
      table,
      [...view.tables[table].values()].flatMap((row) => {
        const seen = seenRow(sight, view, table, row as never);
        return seen === null ? [] : [withWindows(seen, windows)];
      }),
    ]),
  );
}

function withWindows(row: object, windows: readonly string[]): object {
  if (!('windows' in row) || windows.length === WINDOW_KEYS.length) return row;
  const kept = Object.entries(row.windows as object).filter(([key]) => windows.includes(key));
  return { ...row, windows: Object.fromEntries(kept) };
}
