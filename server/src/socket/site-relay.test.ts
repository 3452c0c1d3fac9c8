import * as fc from 'fast-check';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { sightOf } from '@floorwalk/shared/access/sight';
import type { Principal, Role, Scope } from '@floorwalk/shared/access/role';
import { TABLE_NAMES, type TableName } from '@floorwalk/shared/floor/rows';
import { applyDelta, applySnapshot, createView, type View } from '@floorwalk/shared/live/apply';
import { compareMarks, type Delta, type Mark, type Snapshot } from '@floorwalk/shared/live/delta';
import { LocalDeltaStream } from '../live/local-delta-stream.ts';
import { LiveSubscription, type Outlet } from './live-subscription.ts';
import { RelayMetrics } from './relay-metrics.ts';
import type { Room, RoomChoice } from './room.ts';
import { SiteRelay } from './site-relay.ts';

const SITE = 'x';
const TABLES: readonly TableName[] = ['queues', 'agents', 'contacts', 'bots', 'botSessions', 'teams', 'sources'];

/** What happens to the floor, the network and the clients, one thing after the other. */
type Act =
  | {
      readonly kind: 'change';
      readonly table: number;
      readonly row: number;
      readonly team: number;
      readonly gone: boolean;
    }
  | { readonly kind: 'cut'; readonly lost: boolean }
  | { readonly kind: 'owner' }
  | { readonly kind: 'reconnect'; readonly client: number }
  | { readonly kind: 'stall'; readonly client: number }
  | { readonly kind: 'wake'; readonly client: number }
  | { readonly kind: 'pass'; readonly ms: number };

const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const ACTS: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('change' as const),
        table: small(TABLES.length - 1),
        row: small(3),
        team: small(2),
        gone: fc.boolean(),
      }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('cut' as const), lost: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'owner' as const }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), client: small(3) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('stall' as const), client: small(3) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('wake' as const), client: small(3) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(100, 1_000, 6_000, 15_000) }),
    },
  ),
  { minLength: 10, maxLength: 120 },
);

const TEAMS = [null, 'red', 'blue'] as const;
const SIGHTS: readonly [Role, Omit<Scope, 'siteId'>][] = [
  ['supervisor', {}],
  ['team-lead', { teamIds: ['red'] }],
  ['agent', { teamIds: ['blue'], agentId: 'agents1' }],
  ['executive', { queueIds: ['queues2'] }],
];

/** A row of the table, with what decides who sees it. `version` stands for its numbers. */
function rowOf(table: TableName, row: number, team: number, version: number): { id: string } {
  const id = `${table}${row}`;
  const teamId = TEAMS[team] ?? null;
  switch (table) {
    case 'contacts':
      return { id, queueId: `queues${row}`, agentId: team === 1 ? 'agents1' : null, version } as { id: string };
    case 'bots':
      return { id, teamId, queueId: team === 0 ? `queues${row}` : null, version } as { id: string };
    case 'botSessions':
      return { id, botId: `bots${row}`, version } as { id: string };
    case 'teams':
      return { id: TEAMS[row % 3] ?? 'none', version } as { id: string };
    default:
      return { id, teamId, version } as { id: string };
  }
}

/** A site's owner, as far as the stream knows it. */
class Owner {
  readonly view: View = createView(SITE);
  #mark: Mark = { position: 1, asOf: 1 };
  #version = 0;
  #changed = new Map<TableName, Set<string>>();

  change(act: Extract<Act, { kind: 'change' }>): void {
    const table = TABLES[act.table] ?? 'queues';
    const row = rowOf(table, act.row, act.team, ++this.#version);
    const rows = this.view.tables[table] as unknown as Map<string, { id: string }>;
    if (act.gone) rows.delete(row.id);
    else rows.set(row.id, row);
    this.#changed.set(table, (this.#changed.get(table) ?? new Set()).add(row.id));
  }

  cut(): Delta {
    const from = this.#mark;
    this.#mark =
      this.#changed.size > 0 ? { position: from.position + 1, asOf: from.asOf } : { ...from, asOf: from.asOf + 1 };
    const tables: Record<string, unknown[]> = {};
    const removed: Record<string, string[]> = {};
    for (const [table, ids] of this.#changed) {
      const rows = this.view.tables[table] as unknown as Map<string, { id: string }>;
      tables[table] = [...ids].flatMap((id) => rows.get(id) ?? []);
      removed[table] = [...ids].filter((id) => !rows.has(id));
    }
    this.#changed = new Map();
    return { siteId: SITE, from, to: this.#mark, cutAt: 0, recordedAt: 0, tables, removed };
  }

  snapshot(): Snapshot {
    const tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, [...this.view.tables[name].values()]]));
    return { siteId: SITE, at: this.#mark, cutAt: 0, foldVersion: 1, tables };
  }
}

/** A client over a line that can stall: what is sent then waits, in order, and arrives when it wakes. */
class Client {
  readonly view = createView(SITE);
  readonly applied: string[] = [];
  readonly choice: RoomChoice;
  readonly #site: SiteRelay;
  readonly #now: () => number;
  #line: (() => void)[] = [];
  #stalled = false;
  #inRoom = false;
  #subscription: LiveSubscription | undefined;
  #leave: () => void = () => undefined;
  #room: Room | undefined;
  waitingMerged = 0;

  constructor(site: SiteRelay, choice: RoomChoice, now: () => number) {
    this.#site = site;
    this.choice = choice;
    this.#now = now;
    this.connect(null);
  }

  connect(have: Mark | null): void {
    this.#subscription?.end();
    this.#leave();
    this.#line = [];
    this.#stalled = false;
    this.waitingMerged = 0;
    const entered = this.#site.enter(this.choice, {
      moved: (delta) => {
        if (this.#inRoom) this.#deliver(() => this.#put(delta));
        this.#subscription?.moved();
      },
      replaced: () => this.#subscription?.replaced(),
    });
    this.#leave = entered.leave;
    this.#room = entered.room;
    const missing = have && this.#site.since(entered.room, have);
    if (missing) this.#put(missing);
    else applySnapshot(this.view, this.#site.snapshot(entered.room));
    this.#subscription = new LiveSubscription({
      site: this.#site,
      room: entered.room,
      outlet: this.#outlet(),
      have: this.#site.mark,
      now: this.#now,
    });
    this.#subscription.begin();
  }

  reconnect(): void {
    this.connect(this.view.mark);
  }

  stall(): void {
    this.#stalled = true;
  }

  async wake(): Promise<void> {
    this.#stalled = false;
    for (let next = this.#line.shift(); next; next = this.#line.shift()) next();
    // What the acknowledgements set going comes in the same turn.
    await settle();
    this.#subscription?.seen(this.view.mark);
  }

  everySecond(): void {
    if (!this.#stalled) this.#subscription?.seen(this.view.mark);
    this.#subscription?.check();
  }

  expected(): Snapshot {
    if (!this.#room) throw new Error('the client has no room');
    return this.#site.snapshot(this.#room);
  }

  #put(delta: Delta): void {
    this.applied.push(applyDelta(this.view, delta));
  }

  #deliver(receive: () => void): void {
    if (this.#stalled) this.#line.push(receive);
    else receive();
  }

  #outlet(): Outlet {
    return {
      join: () => (this.#inRoom = true),
      leave: () => (this.#inRoom = false),
      delta: (delta) => this.#deliver(() => this.#put(delta)),
      merged: (delta) => {
        this.waitingMerged += 1;
        return new Promise((resolve) => {
          this.#deliver(() => {
            this.waitingMerged -= 1;
            this.#put(delta);
            resolve();
          });
        });
      },
      snapshot: (snapshot) => this.#deliver(() => applySnapshot(this.view, snapshot)),
      bufferedBytes: () => this.#line.length * 1_000,
      laneChanged: () => undefined,
    };
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- lets promises that wait for each other run
    await Promise.resolve();
  }
}

function sortedRows(view: View): unknown {
  return TABLES.map((name) => [...view.tables[name]].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

describe('a site on an api node', () => {
  it('brings every client, whatever it may see and whatever its line does, to the rows of its sight', async () => {
    await fc.assert(
      fc.asyncProperty(ACTS, async (acts) => {
        let now = 1_000_000;
        const stream = new LocalDeltaStream();
        let owner = new Owner();
        let asked = false;
        stream.onAsk(() => {
          asked = true;
        });
        const metrics = new RelayMetrics(new Registry());
        const site = new SiteRelay({
          siteId: SITE,
          stream,
          metrics,
          logger: pino({ level: 'silent' }),
          now: () => now,
        });
        const answer = async (): Promise<void> => {
          if (asked) await stream.publish(SITE, { kind: 'snapshot', snapshot: owner.snapshot() });
          asked = false;
        };
        await stream.publish(SITE, { kind: 'snapshot', snapshot: owner.snapshot() });
        const clients = SIGHTS.map(([role, scope], index) => {
          const grants = [{ role, scope: { siteId: SITE, ...scope } }];
          const principal: Principal = { id: `p${index}`, name: '', kind: 'person', grants };
          const sight = sightOf(principal, SITE);
          if (!sight) throw new Error('every role here sees something');
          return new Client(site, { sight, tables: TABLES, windows: [] }, () => now);
        });

        for (const act of acts) {
          now += 20;
          if (act.kind === 'change') owner.change(act);
          else if (act.kind === 'cut') {
            const delta = owner.cut();
            // oxlint-disable-next-line no-await-in-loop -- one thing after the other
            if (!act.lost) await stream.publish(SITE, { kind: 'delta', delta });
          } else if (act.kind === 'owner') {
            // Another process takes over where the log is, and says everything.
            owner.cut();
            // oxlint-disable-next-line no-await-in-loop -- one thing after the other
            await stream.publish(SITE, { kind: 'snapshot', snapshot: owner.snapshot() });
          } else if (act.kind === 'reconnect') clients[act.client]?.reconnect();
          else if (act.kind === 'stall') clients[act.client]?.stall();
          // oxlint-disable-next-line no-await-in-loop -- one thing after the other
          else if (act.kind === 'wake') await clients[act.client]?.wake();
          else {
            now += act.ms;
            for (const client of clients) client.everySecond();
          }
          // oxlint-disable-next-line no-await-in-loop -- one thing after the other
          await answer();
          // oxlint-disable-next-line no-await-in-loop -- one thing after the other
          await settle();
          for (const client of clients) expect(client.waitingMerged).toBeLessThanOrEqual(1);
        }

        // Everyone wakes, and the owner says one last thing.
        for (const client of clients) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          await client.wake();
        }
        for (let turn = 0; turn < 3; turn += 1) {
          // oxlint-disable-next-line no-await-in-loop -- a lost delta shows by the next, which asks
          await stream.publish(SITE, { kind: 'delta', delta: owner.cut() });
          // oxlint-disable-next-line no-await-in-loop -- as above
          await answer();
          // oxlint-disable-next-line no-await-in-loop -- as above
          await settle();
        }
        site.close();
        for (const client of clients) {
          expect(client.applied).not.toContain('gap');
          const expected = createView(SITE);
          applySnapshot(expected, client.expected());
          expect(compareMarks(client.view.mark, site.mark)).toBe(0);
          expect(sortedRows(client.view)).toEqual(sortedRows(expected));
        }
        expect(sortedRows(clients[0]?.view ?? createView(SITE))).toEqual(sortedRows(owner.view));
      }),
      { numRuns: 300 },
    );
  });
});
