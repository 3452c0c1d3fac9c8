import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import Fastify, { LogController, type FastifyInstance, type FastifySchemaCompiler } from 'fastify';
import type { Logger } from 'pino';
import { findUnstorable } from '../ingest/check-text.ts';
import { guardRoutes, type DecidedRoute } from './access.ts';
import { answerBadAddress, answerProblems, answerUnreadable } from './answer-problem.ts';
import { badField, HttpProblem } from './http-problem.ts';
import type { Identity } from './identity.ts';

/** How long a request may take to come whole, ms: the largest body over a slow line. */
const REQUEST_MS = 120_000;

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
    requestTimeout: REQUEST_MS,
    frameworkErrors: (error, _request, reply) => answerBadAddress(error, reply),
    clientErrorHandler: answerUnreadable,
  }) as unknown as FastifyInstance;
  const bodies = new Ajv({ useDefaults: true, strict: false });
  const addresses = new Ajv({ useDefaults: true, strict: false, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) =>
    compiledWhenAsked(() => (httpPart === 'body' ? bodies : addresses).compile(countable(schema))),
  );
  answerProblems(app);
  const decided = guardRoutes(app, options.identity, options);
  app.addHook('onRequest', async ({ headers }) => {
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
      throw new HttpProblem(415, 'unsupported-encoding', 'Send the body as it is; nothing packed is unpacked here.');
  });
  app.addHook('preValidation', async ({ params, query, body }) => {
    demandStorable(params);
    demandStorable(query);
    // Bodies that were not read as JSON are read by the route they belong to.
    if (!ArrayBuffer.isView(body) && typeof body !== 'string') demandStorable(body);
  });
  return { app, decided };
}

type SchemaCheck = ReturnType<FastifySchemaCompiler<unknown>>;

/** A check that is compiled when the first request needs it: all routes at once are a third of what a start takes. */
function compiledWhenAsked(compile: () => ValidateFunction): SchemaCheck {
  let compiled: ValidateFunction | undefined;
  const check: SchemaCheck = (value: unknown) => {
    compiled ??= compile();
    const holds = compiled(value);
    // What was wrong is read from the function itself.
    check.errors = compiled.errors ?? null;
    return holds;
  };
  return check;
}

/** The schema with bounds for every whole number without: what is larger is not whole any more, and no column holds it. */
function countable(schema: unknown): AnySchema {
  if (Array.isArray(schema)) return schema.map(countable) as unknown as AnySchema;
  if (typeof schema !== 'object' || schema === null) return schema as AnySchema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, inner]) => [name, countable(inner)]));
  if ((copy['type'] as unknown) !== 'integer') return copy;
  return { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, ...copy };
}

function demandStorable(value: unknown): void {
  const unstorable = findUnstorable(value);
  if (unstorable !== null) throw badField(unstorable.pointer, unstorable.message);
}
