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

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl;
  }

  async tryAcquire(name: string): Promise<Lease | null> {
    const client = await this.#connected();
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
      LOCK_CLASS,
      name,
    ]);
    if (!rows[0]?.taken) return null;
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
        await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, name]).catch(() => undefined);
      },
    };
  }

  async close(): Promise<void> {
    await this.#client?.end().catch(() => undefined);
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
