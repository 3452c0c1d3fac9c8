import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { and, asc, desc, eq, inArray, lte, type SQL } from 'drizzle-orm';
import { decodeState, FOLD_VERSION, hashState, type LiveState } from '@floorwalk/shared/live/live-state';
import type { Database } from '../db/database.ts';
import { snapshot } from './tables.ts';
import { packState, writePaced } from './write-paced.ts';

const unzip = promisify(gunzip);

export const SNAPSHOT_LIMITS = {
  /** Events between two snapshots that are kept for time travel. */
  ladderEvents: 25_000,
  /** Snapshots kept per site; beyond that every second of the older half goes, so that the ladder widens with age. */
  perSite: 200,
} as const;

/** Which snapshot to begin from: the furthest that is not past these. */
export type SnapshotBound = { readonly position?: number; readonly latestEventAt?: number };

/** Saved states of sites, of this fold version only. */
export class SnapshotStore {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(options: { database: Database; now: () => number }) {
    this.#database = options.database;
    this.#now = options.now;
  }

  /**
   * Saves the state in small bits, while folding may go on: as it stands at the position that is answered, which it reaches meanwhile. One
   * saving of a state at a time. A position that is saved already changes nothing.
   */
  async save(siteId: string, state: LiveState): Promise<number> {
    const { position, latestEventAt, latestRecordedAt: recordedAt, pieces } = await writePaced(state);
    const takenAt = this.#now();
    const { packed, stateHash } = await packState(pieces);
    await this.#database
      .insert(snapshot)
      .values({
        site: siteId,
        foldVersion: FOLD_VERSION,
        position,
        latestEventAt: Math.floor(latestEventAt),
        recordedAt,
        takenAt,
        stateHash,
        state: packed,
      })
      .onConflictDoNothing();
    return position;
  }

  /** The furthest saved state within the bound, or `null`. One that cannot be read back whole is removed, and the next is tried. */
  async load(siteId: string, bound: SnapshotBound = {}): Promise<LiveState | null> {
    const conditions: SQL[] = [eq(snapshot.site, siteId), eq(snapshot.foldVersion, FOLD_VERSION)];
    if (bound.position !== undefined) conditions.push(lte(snapshot.position, bound.position));
    if (bound.latestEventAt !== undefined)
      conditions.push(lte(snapshot.latestEventAt, Math.floor(bound.latestEventAt)));
    const [row] = await this.#database
      .select()
      .from(snapshot)
      .where(and(...conditions))
      .orderBy(desc(snapshot.position))
      .limit(1);
    if (!row) return null;
    const state = await readBack(siteId, row.state, row.stateHash);
    if (state) return state;
    await this.#remove(siteId, [row.position]);
    return this.load(siteId, bound);
  }

  /** Removes this version's states that nobody would miss; see {@link needless}. */
  async prune(siteId: string): Promise<void> {
    const rows = await this.#database
      .select({ foldVersion: snapshot.foldVersion, position: snapshot.position })
      .from(snapshot)
      .where(eq(snapshot.site, siteId))
      .orderBy(asc(snapshot.position));
    const mine = rows.filter((row) => row.foldVersion === FOLD_VERSION).map((row) => row.position);
    await this.#remove(siteId, needless(mine));
  }

  /** Removes states that other fold versions made. Called once this version has caught up, so that going back a version stays cheap until then. */
  async removeOtherVersions(siteId: string): Promise<void> {
    const rows = await this.#database
      .selectDistinct({ foldVersion: snapshot.foldVersion })
      .from(snapshot)
      .where(eq(snapshot.site, siteId));
    const others = rows.map((row) => row.foldVersion).filter((version) => version !== FOLD_VERSION);
    if (others.length === 0) return;
    await this.#database.delete(snapshot).where(and(eq(snapshot.site, siteId), inArray(snapshot.foldVersion, others)));
  }

  async #remove(siteId: string, positions: readonly number[]): Promise<void> {
    if (positions.length === 0) return;
    await this.#database
      .delete(snapshot)
      .where(
        and(
          eq(snapshot.site, siteId),
          eq(snapshot.foldVersion, FOLD_VERSION),
          inArray(snapshot.position, [...positions]),
        ),
      );
  }
}

/**
 * Which of these positions (ascending) to let go. Within one step of the ladder only the first stays, besides the newest of
 * all, from which folding goes on; and when the ladder is too long, every second step of its older half goes.
 */
export function needless(positions: readonly number[]): number[] {
  const newest = positions.at(-1);
  const steps: number[] = [];
  const gone: number[] = [];
  for (const position of positions) {
    const last = steps.at(-1);
    const sameStep =
      last !== undefined &&
      Math.floor(last / SNAPSHOT_LIMITS.ladderEvents) === Math.floor(position / SNAPSHOT_LIMITS.ladderEvents);
    if (sameStep && position !== newest) gone.push(position);
    else steps.push(position);
  }
  if (steps.length > SNAPSHOT_LIMITS.perSite) {
    gone.push(...steps.slice(0, Math.floor(steps.length / 2)).filter((_position, index) => index % 2 === 1));
  }
  return gone;
}

async function readBack(siteId: string, packed: Buffer, stateHash: string): Promise<LiveState | null> {
  try {
    const state = decodeState(siteId, JSON.parse((await unzip(packed)).toString('utf8')));
    return hashState(state) === stateHash ? state : null;
  } catch {
    return null;
  }
}
