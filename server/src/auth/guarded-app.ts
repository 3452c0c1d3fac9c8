import { Ajv } from 'ajv';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { guardRoutes, type DecidedRoute } from './access.ts';
import { answerProblems } from './answer-problem.ts';
import type { Identity } from './identity.ts';

/**
 * An HTTP app on which every route below `/api/` says who may ask it, bodies are taken as they are (unknown fields and wrong types are refused,
 * never dropped or converted; only what stands in the address is read as the number it spells), and everything that goes wrong is answered as a
 * problem. `decided` grows with the routes.
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
  }) as unknown as FastifyInstance;
  const bodies = new Ajv({ useDefaults: true, strict: false });
  const addresses = new Ajv({ useDefaults: true, strict: false, coerceTypes: true });
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? bodies : addresses).compile(schema));
  answerProblems(app);
  return { app, decided: guardRoutes(app, options.identity, options) };
}
