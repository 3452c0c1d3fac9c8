import { Client } from 'pg';
import { connectionTo } from '../db/database.ts';
import type { Lease, Leases } from './lease.ts';

/** Keeps our locks apart from others taken in the same database. */
const LOCK_CLASS = 730_541;

/** Leases as advisory locks of one PostgreSQL connection, for an installation without Redis. When the connection breaks, all are lost. */
export class PostgresLeases implements Leases {
  readonly #databaseUrl: string;
  #client: Client | undefined;
  #connecting: Promise<Client> | undefined;
  readonly #onBroken = new Set<() => void>();
  /** Ends with the newest statement: the connection takes one at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async tryAcquire(name: string): Promise<Lease | null> {
    const client = await this.#connected();
    if (!(await this.#ask(client, 'pg_try_advisory_lock', name))) return null;
    let broken: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      broken = resolve;
      this.#onBroken.add(broken);
    });
    return {
      lost,
      release: async () => {
        this.#onBroken.delete(broken);
        if (this.#client !== client) return;
        await this.#ask(client, 'pg_advisory_unlock', name).catch(() => undefined);
      },
    };
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => undefined);
  }

  async #ask(client: Client, what: 'pg_try_advisory_lock' | 'pg_advisory_unlock', name: string): Promise<boolean> {
    const asked = this.#turn.then(() =>
      client.query<{ done: boolean }>(`select ${what}($1, hashtext($2)) as done`, [LOCK_CLASS, name]),
    );
    this.#turn = asked.catch(() => undefined);
    const { rows } = await asked;
    return rows[0]?.done === true;
  }

  async #connected(): Promise<Client> {
    if (this.#client) return this.#client;
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Client> {
    const client = new Client(connectionTo(this.#databaseUrl));
    const gone = (): void => {
      if (this.#client === client) this.#client = undefined;
      for (const tell of this.#onBroken) tell();
      this.#onBroken.clear();
    };
    client.on('error', gone);
    client.on('end', gone);
    await client.connect();
    this.#client = client;
    return client;
  }
}
