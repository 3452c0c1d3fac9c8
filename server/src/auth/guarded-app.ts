import { Ajv } from 'ajv';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { findUnstorable } from '../ingest/check-text.ts';
import { guardRoutes, type DecidedRoute } from './access.ts';
import { answerBadAddress, answerProblems, answerUnreadable } from './answer-problem.ts';
import { badField } from './http-problem.ts';
import type { Identity } from './identity.ts';

/**
 * An HTTP app on which every route below `/api/` says who may ask it, bodies are taken as they are (unknown fields and wrong types are refused,
 * never dropped or converted; only what stands in the address is read as the number it spells), and everything that goes wrong is answered as a
 * problem. Text that PostgreSQL cannot hold is refused wherever it stands, so no route has to ask. `decided` grows with the routes.
 */
export function guardedApp(options: {
  readonly identity: Identity;
  readonly publicUrl: string | undefined;
  readonly logger?: Logger | undefined;
  readonly bodyLimit?: number;
}): { readonly app: FastifyInstance; readonly decided: readonly DecidedRoute[] } {
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : {}),
    ...(options.bodyLimit === undefined ? {} : { bodyLimit: options.bodyLimit }),
    logController: new LogController({ disableRequestLogging: true }),
    // A public address means a proxy in front, whose last word on where a request came from is believed; without one nobody's is.
    trustProxy: options.publicUrl === undefined ? false : (_address, hop) => hop === 0,
    routerOptions: { maxParamLength: 4000 },
    frameworkErrors: (error, _request, reply) => answerBadAddress(error, reply),
    clientErrorHandler: answerUnreadable,
  }) as unknown as FastifyInstance;
  const bodies = new Ajv({ useDefaults: true, strict: false });
  const addresses = new Ajv({ useDefaults: true, strict: false, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? bodies : addresses).compile(schema));
  answerProblems(app);
  const decided = guardRoutes(app, options.identity, options);
  app.addHook('preValidation', async ({ params, query, body }) => {
    demandStorable(params);
    demandStorable(query);
    // Bodies that were not read as JSON are read by the route they belong to.
    if (!ArrayBuffer.isView(body) && typeof body !== 'string') demandStorable(body);
  });
  return { app, decided };
}

function demandStorable(value: unknown): void {
  const unstorable = findUnstorable(value);
  if (unstorable !== null) throw badField(unstorable.pointer, unstorable.message);
}
