import { sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import type { Database, Transaction } from '../db/database.ts';

/** Stands for every principal: announcements may have been missed, so whatever is remembered of anybody has to be looked up again. */
export const EVERYONE = '*';

/** A principal whose rights changed or ended. `ended` is told to the people at the screens, `null` where they may go on as they are. */
export type IdentityChange = { readonly principalId: string; readonly ended: string | null };

export type IdentityChangeListener = (change: IdentityChange) => void;

export type IdentityChanges = {
  /** Does `work` in a transaction and tells every process of the changes once it is committed; this one before the promise resolves. */
  readonly during: <T>(
    changes: IdentityChange | readonly IdentityChange[],
    work: (transaction: Transaction) => Promise<T>,
  ) => Promise<T>;
  readonly onChange: (listener: IdentityChangeListener) => () => void;
  /** Whether announcements of other processes arrive now; while they do not, nothing may be remembered for long. */
  readonly isListening: () => boolean;
  readonly close: () => Promise<void>;
};

const CHANNEL = 'floorwalk_identity';
const RETRY_MS = 1000;

/** Spreads changes of identity over all processes by PostgreSQL's notifications. Holds one connection of the pool until closed. */
export async function openIdentityChanges(database: Database): Promise<IdentityChanges> {
  const listeners = new Set<IdentityChangeListener>();
  let client: PoolClient | null = null;
  let listening = false;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const tell = (change: IdentityChange): void => {
    for (const listener of listeners) listener(change);
  };

  const lost = (broken: PoolClient): void => {
    if (client !== broken) return;
    client = null;
    listening = false;
    broken.release(true);
    tell({ principalId: EVERYONE, ended: null });
    if (!closed) retry = setTimeout(() => void listen().catch(() => undefined), RETRY_MS);
  };

  const listen = async (): Promise<void> => {
    let next: PoolClient;
    try {
      next = await database.$client.connect();
    } catch {
      // Until it can be reached again sessions are looked up anew each time, which fails by itself and says why.
      if (!closed) retry = setTimeout(() => void listen().catch(() => undefined), RETRY_MS);
      return;
    }
    if (closed) {
      next.release();
      return;
    }
    client = next;
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', (notification) => {
      const change = readChange(notification.payload);
      if (change) tell(change);
    });
    try {
      await next.query(`listen ${CHANNEL}`);
      listening = true;
      tell({ principalId: EVERYONE, ended: null });
    } catch {
      lost(next);
    }
  };

  await listen();
  return {
    during: async (changes, work) => {
      const list = [changes].flat();
      const result = await database.transaction(async (transaction) => {
        const done = await work(transaction);
        for (const change of list) {
          // oxlint-disable-next-line no-await-in-loop -- one connection
          await transaction.execute(sql`select pg_notify(${CHANNEL}, ${JSON.stringify(change)})`);
        }
        return done;
      });
      for (const change of list) tell(change);
      return result;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isListening: () => listening,
    close: async () => {
      closed = true;
      listening = false;
      clearTimeout(retry);
      const held = client;
      client = null;
      if (held === null) return;
      held.removeAllListeners('notification');
      await held.query(`unlisten ${CHANNEL}`).catch(() => undefined);
      held.release();
    },
  };
}

function readChange(payload: string | undefined): IdentityChange | null {
  try {
    const change = JSON.parse(payload ?? '') as Partial<IdentityChange>;
    if (typeof change.principalId !== 'string') return null;
    return { principalId: change.principalId, ended: typeof change.ended === 'string' ? change.ended : null };
  } catch {
    return null;
  }
}
