import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type StartedProcess } from './started-process.ts';

/** The built program, as an installation runs it; the test command builds it first. */
const PROGRAM = ['server/dist/cli/main.js'];

/** What the processes of one installation share. */
export type Installation = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly secret: string;
};

/** Processes of their own for roles of an installation, which can be killed. */
export class BuiltRoles {
  readonly #running = new Set<StartedProcess>();
  readonly #homes: string[] = [];

  /** Starts a process with those roles, and waits until it is at work: on any port, or on the one of a process it takes the place of. */
  async start(
    roles: string,
    installation: Installation,
    { port = 0, home = this.#newHome() }: { readonly port?: number; readonly home?: string } = {},
  ): Promise<StartedProcess> {
    const env = {
      DATABASE_URL: installation.databaseUrl,
      REDIS_URL: installation.redisUrl,
      REDIS_PREFIX: installation.redisPrefix,
      FLOORWALK_SECRET: installation.secret,
      NOTICES_TO_PRIVATE_ADDRESSES: 'true',
    };
    const one = startProcess(home, ['start', '--no-demo', '--roles', roles, '--port', String(port)], env, PROGRAM);
    this.#running.add(one);
    await one.line();
    return one;
  }

  #newHome(): string {
    const home = mkdtempSync(join(tmpdir(), 'floorwalk-roles-'));
    this.#homes.push(home);
    return home;
  }

  /** As the power fails. */
  async kill(one: StartedProcess): Promise<void> {
    one.signal('SIGKILL');
    await one.ended;
    this.#running.delete(one);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((one) => this.kill(one)));
    for (const home of this.#homes) rmSync(home, { recursive: true, force: true });
  }
}
