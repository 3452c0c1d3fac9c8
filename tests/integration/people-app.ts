import { guardedApp } from '@floorwalk/server/auth/guarded-app';
import { openIdentity, type Identity } from '@floorwalk/server/auth/identity';
import type { DecidedRoute } from '@floorwalk/server/auth/access';
import { currentEnvironment, serverConfig } from '@floorwalk/server/config';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { SnapshotStore } from '@floorwalk/server/live/snapshot-store';
import { createStateAt } from '@floorwalk/server/live/state-at';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { modules } from '@floorwalk/server/modules/index';
import type { Services } from '@floorwalk/server/roles/services';
import { afterAll, beforeAll } from 'vitest';
import { useDatabase } from '../kit/database.ts';

type App = ReturnType<typeof guardedApp>['app'];
export type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookie: string;
  readonly headers: Record<string, unknown>;
};

export const SECRET = 'a secret of at least thirty-two characters';
export const LOCAL_TOKEN = 'fwc_0123456789012345678901234567890123456789012';
export const PASSWORD = 'correct horse battery';

/** The REST side on a database of its own, without sockets. */
export type PeopleApp = {
  readonly app: App;
  readonly database: Database;
  readonly identity: Identity;
  readonly services: Services;
  readonly decided: readonly DecidedRoute[];
  /** Milliseconds that the clock of this app runs ahead of the real one. */
  ahead: number;
  /** Asks a route; `as` is a cookie, or a token when it starts with `fw`. */
  readonly ask: (
    method: string,
    url: string,
    options?: { readonly as?: string | undefined; readonly body?: unknown; readonly headers?: Record<string, string> },
  ) => Promise<Answer>;
  /** The cookie of a person who signs in. */
  readonly signIn: (email: string, password?: string) => Promise<string>;
  /** The cookie of a demo role. */
  readonly demo: (role: string) => Promise<string>;
  /** A person made by the command line's token; their cookie. */
  readonly person: (
    email: string,
    grants: readonly unknown[],
  ) => Promise<{ readonly id: string; readonly cookie: string }>;
};

/** Opens the app before the tests of a file and closes it after them. */
export function usePeopleApp(options: { readonly demo?: boolean } = {}): PeopleApp {
  const database = useDatabase();
  const state = { ahead: 0 } as { -readonly [K in keyof PeopleApp]: PeopleApp[K] };

  beforeAll(async () => {
    const config = serverConfig(currentEnvironment(), {
      databaseUrl: database.url,
      redisUrl: 'redis://127.0.0.1:1',
      secret: SECRET,
      demo: options.demo ? { token: 'demo-token-of-16-characters' } : undefined,
    });
    const now = (): number => Date.now() + state.ahead;
    state.database = openDatabase(database.url);
    const log = new PostgresEventLog({ database: state.database, databaseUrl: database.url, now });
    state.identity = await openIdentity({
      database: state.database,
      secret: SECRET,
      publicUrl: undefined,
      demo: config.demo !== undefined,
      localToken: LOCAL_TOKEN,
      now,
    });
    const { app, decided } = guardedApp({ identity: state.identity, publicUrl: undefined });
    // An error of ours is answered without its reason; a test that meets one should show it.
    app.addHook('onError', async (request, _reply, error) => {
      if ((error.statusCode ?? 500) >= 500)
        process.stderr.write(`${request.method} ${request.url}: ${error.stack ?? ''}\n`);
    });
    state.app = app;
    state.decided = decided;
    state.services = {
      config,
      database: state.database,
      log,
      stateAt: createStateAt({ log, snapshots: new SnapshotStore({ database: state.database, now }) }),
      logger: app.log as unknown as Services['logger'],
      now,
      identity: state.identity,
      authenticate: state.identity.authenticate,
    };
    for (const module of modules) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the list
      await module.routes?.(app, state.services);
    }
    await app.ready();
  });

  afterAll(async () => {
    await state.app.close();
    await state.identity.close();
    await state.services.log.close();
    await closeDatabase(state.database);
  });

  state.ask = async (method, url, { as, body, headers } = {}) => {
    const proof =
      as === undefined
        ? {}
        : as.startsWith('fw') && !as.includes('=')
          ? { authorization: `Bearer ${as}` }
          : { cookie: as };
    const response = await state.app.inject({
      method: method as 'GET',
      url,
      headers: { ...proof, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const cookie = [response.headers['set-cookie'] ?? []]
      .flat()
      .map((one) => one.split(';')[0] ?? '')
      .filter((pair) => !pair.endsWith('='))
      .join('; ');
    const isJson = String(response.headers['content-type']).includes('json');
    return {
      status: response.statusCode,
      body: isJson && response.body !== '' ? response.json() : { text: response.body },
      cookie,
      headers: response.headers,
    };
  };
  state.signIn = async (email, password = PASSWORD) => {
    const answer = await state.ask('POST', '/api/v1/sign-in', { body: { email, password } });
    if (answer.status !== 200)
      throw new Error(`signing in as ${email}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.cookie;
  };
  state.demo = async (role) => {
    const answer = await state.ask('POST', '/api/v1/demo-session', { body: { role } });
    if (answer.status !== 200) throw new Error(`the demo's ${role}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.cookie;
  };
  state.person = async (email, grants) => {
    const made = await state.ask('POST', '/api/v1/people', {
      as: LOCAL_TOKEN,
      body: { name: email.split('@')[0], email, password: PASSWORD, grants },
    });
    if (made.status !== 201) throw new Error(`adding ${email}: ${made.status} ${JSON.stringify(made.body)}`);
    return { id: String(made.body['id']), cookie: await state.signIn(email) };
  };
  return state;
}
