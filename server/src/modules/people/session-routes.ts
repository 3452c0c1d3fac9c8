import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  DemoSessionRequest,
  SessionAnswer,
  SetupRequest,
  SignInRequest,
  SignOutRequest,
} from '@floorwalk/shared/api/session';
import { APIError } from 'better-auth/api';
import { checkOrigin } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { chooseDemoSession } from '../../auth/demo-session.ts';
import { conflict, forbidden, HttpProblem, badField } from '../../auth/http-problem.ts';
import { isSetupCode, lockSetup, needsSetup } from '../../auth/setup-code.ts';
import { attemptKeys, type AttemptKey } from '../../auth/sign-in-limit.ts';
import type { Services } from '../../roles/services.ts';
import { emailAddress } from './email-address.ts';
import { checkPassword } from './check-password.ts';
import { endSessions, insertPerson } from './people-store.ts';
import { sessionAnswer } from './session-answer.ts';

const PUBLIC = { access: 'public' } as const;
const tags = ['session'];

/** Signing in and out, the first administrator, and the demo's one click. */
export function sessionRoutes(app: FastifyInstance, services: Services): void {
  const { database, identity, config } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const ownOrigin = config.publicUrl === undefined ? null : new URL(config.publicUrl).origin;

  typed.get(
    '/api/v1/session',
    {
      config: PUBLIC,
      schema: { tags, summary: 'Who is asking, or what signing in needs', response: { 200: SessionAnswer } },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const recognised = await identity.recognise({ headers: request.headers });
      if (recognised?.principal.kind === 'person') await prolongSession(request, reply, services);
      return sessionAnswer(database, identity, recognised);
    },
  );

  typed.post(
    '/api/v1/setup',
    {
      config: PUBLIC,
      schema: {
        tags,
        summary: 'Set up the first administrator with the code printed at start; once',
        body: SetupRequest,
        response: { 201: SessionAnswer },
      },
    },
    async (request, reply) => {
      checkOrigin(request, ownOrigin);
      const { name, password, setupCode: given } = request.body;
      const email = emailAddress(request.body.email);
      if (email === null) throw badField('/email', 'This is not an e-mail address we can use.');
      checkPassword('/password', password, email);
      if (!(await identity.needsSetup())) throw conflict('An administrator was set up already. Sign in instead.');
      const keys: AttemptKey[] = [{ kind: 'setup', value: request.ip }];
      await identity.signInLimit.attempt(keys, services.now());
      if (!(await isSetupCode(database, config.secret, given))) {
        throw new HttpProblem(403, 'wrong-setup-code', 'This is not the setup code that was printed at start.', {
          pointer: '/setupCode',
        });
      }
      await database.transaction(async (transaction) => {
        await lockSetup(transaction);
        if (!(await needsSetup(transaction))) throw conflict('An administrator was set up already. Sign in instead.');
        const grants = [{ role: 'administrator' as const, scope: { siteId: '*' } }];
        const made = await insertPerson(transaction, { name, email, password, grants });
        await audit(transaction, made, services.now(), {
          action: 'administrator.set-up',
          siteId: null,
          subject: made.id,
          after: { name, email, grants },
        });
      });
      await identity.signInLimit.succeeded(keys);
      await openSession(request, reply, services, { email, password });
      return reply.code(201).send(await answerAfter(reply, services));
    },
  );

  typed.post(
    '/api/v1/sign-in',
    {
      config: PUBLIC,
      schema: {
        tags,
        summary: 'Sign in with e-mail and password',
        body: SignInRequest,
        response: { 200: SessionAnswer },
      },
    },
    async (request, reply) => {
      checkOrigin(request, ownOrigin);
      const { email, password } = request.body;
      const keys = attemptKeys(email, request.ip);
      await identity.signInLimit.attempt(keys, services.now());
      await openSession(request, reply, services, { email: email.trim().toLowerCase(), password });
      await identity.signInLimit.succeeded(keys);
      // Whoever had this browser before has no session left in it that somebody else could hold.
      await closeSession(request.headers.cookie, services);
      return answerAfter(reply, services);
    },
  );

  typed.post(
    '/api/v1/sign-out',
    {
      config: PUBLIC,
      schema: {
        tags,
        summary: 'End the session, or with `everywhere` all of this person’s sessions',
        body: Type.Union([SignOutRequest, Type.Null()]),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      checkOrigin(request, ownOrigin);
      if (request.body?.everywhere === true) await closeEverySession(request, services);
      passCookies(await closeSession(request.headers.cookie, services), reply);
      void reply.header('set-cookie', identity.demoCookie(null));
      return reply.code(204).send(null);
    },
  );

  typed.post(
    '/api/v1/demo-session',
    {
      config: PUBLIC,
      schema: {
        tags,
        summary: 'Sign in as a role of the demo floor, where it runs',
        body: DemoSessionRequest,
        response: { 200: SessionAnswer },
      },
    },
    async (request, reply) => {
      checkOrigin(request, ownOrigin);
      if (!identity.demo) throw forbidden('The demo floor does not run here. Sign in with an account.');
      const session = await chooseDemoSession(database, request.body.role, services.now());
      passCookies(await closeSession(request.headers.cookie, services), reply);
      void reply.header('set-cookie', identity.demoCookie(session));
      return answerAfter(reply, services);
    },
  );
}

/** Checks the password and sets the session's cookie on the reply. Throws 401, or 403 for a deactivated account. */
async function openSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { identity }: Services,
  given: { email: string; password: string },
): Promise<void> {
  const headers = new Headers({ 'user-agent': request.headers['user-agent'] ?? '', 'x-forwarded-for': request.ip });
  try {
    const opened = await identity.accounts.api.signInEmail({ body: given, headers, returnHeaders: true });
    passCookies(opened.headers, reply);
    void reply.header('set-cookie', identity.demoCookie(null));
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.status === 'FORBIDDEN') {
      throw forbidden('This account is deactivated. Ask an administrator to activate it.');
    }
    throw new HttpProblem(401, 'wrong-password', 'E-mail address or password is not right.');
  }
}

/** Ends the session that the cookie is for; answers the headers that take the cookie away. */
async function closeSession(cookie: string | undefined, { identity }: Services): Promise<Headers> {
  const recognised = cookie === undefined ? null : await identity.recognise({ headers: { cookie } });
  if (cookie === undefined || recognised?.principal.kind !== 'person') return new Headers();
  const close = () => identity.accounts.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true });
  return (await identity.changes.during({ principalId: recognised.principal.id, ended: null }, close)).headers;
}

async function closeEverySession({ headers }: FastifyRequest, { identity, now }: Services): Promise<void> {
  const principal = (await identity.recognise({ headers: { cookie: headers.cookie } }))?.principal;
  if (principal?.kind !== 'person') return;
  await identity.changes.during(
    { principalId: principal.id, ended: 'You signed out everywhere.' },
    async (transaction) => {
      await endSessions(transaction, principal.id);
      await audit(transaction, principal, now(), {
        action: 'session.ended-everywhere',
        siteId: null,
        subject: principal.id,
      });
    },
  );
}

/** Lets a session that is in use last on; at most once a day its cookie is set anew. */
async function prolongSession(request: FastifyRequest, reply: FastifyReply, { identity }: Services): Promise<void> {
  const { cookie } = request.headers;
  if (cookie === undefined) return;
  const found = await identity.accounts.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true });
  passCookies(found.headers, reply);
}

function passCookies(headers: Headers, reply: FastifyReply): void {
  for (const cookie of headers.getSetCookie()) void reply.header('set-cookie', cookie);
}

/** The answer for the session whose cookies the reply sets. */
async function answerAfter(reply: FastifyReply, { identity, database }: Services): Promise<SessionAnswer> {
  const set = [reply.getHeader('set-cookie') ?? []].flat().map(String);
  const cookie = set
    .map((one) => one.split(';')[0] ?? '')
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
  return sessionAnswer(database, identity, await identity.recognise({ headers: { cookie } }));
}
