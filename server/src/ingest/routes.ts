import type { FastifyInstance, FastifyRequest } from 'fastify';
import { IngestAnswer, INGEST_LIMITS } from '@floorwalk/shared/api/ingest';
import { Problem } from '@floorwalk/shared/api/problem';
import { HttpProblem } from '../auth/http-problem.ts';
import { LogOverloadedError } from '../log/append-lane.ts';
import { accept, type Acceptance } from './accept.ts';
import { BODY_TYPES, readBody } from './read-body.ts';
import type { SourceGrants } from './source-grants.ts';
import type { SourceGrant } from './source-tokens.ts';

export type IngestOptions = Acceptance & {
  readonly grants: SourceGrants;
  readonly limits: { readonly maxBodyBytes: number; readonly maxBatchEvents: number };
};

declare module 'fastify' {
  interface FastifyRequest {
    sourceGrant: SourceGrant | null;
  }
}

const DESCRIPTION = `One event or thousands, as CloudEvents 1.0, with the source's token as \`Authorization: Bearer\`.

Content types: \`application/cloudevents+json\` (one event), \`application/cloudevents-batch+json\` (an array), \`application/x-ndjson\` (one event
a line) and \`application/json\` (an event or an array).

Every event is answered for itself, in the order sent: \`accepted\` with its position (it is committed), \`duplicate\` with the position it has had
since the first time (same site, source, id and time), or \`refused\` with a reason and a JSON pointer. 200 when all were taken or known, 207 when some were
refused, 400 when all were or the body cannot be read.

Limits: body ${INGEST_LIMITS.bodyBytes} bytes, ${INGEST_LIMITS.batchEvents} events, ${INGEST_LIMITS.eventBytes} bytes an event, identifiers 200 characters; other texts as their schemas say.
An event without \`time\` happened when it was received. A time may lie five minutes ahead of the site's clock, by which a replayed site's own past is its
present (times the rate, on a paced clock), and as far back as 1970.`;

/** `POST /api/v1/events`, in a scope of its own because it reads bodies as bytes. */
export function ingestRoutes(app: FastifyInstance, options: IngestOptions): void {
  app.decorateRequest('sourceGrant', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...BODY_TYPES], { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(new HttpProblem(415, 'unsupported-media-type', `Send events as ${BODY_TYPES.join(', ')}.`));
  });
  app.post('/api/v1/events', {
    config: { access: 'own-token' },
    bodyLimit: options.limits.maxBodyBytes,
    // Machines read the answer; headers that guard pages in a browser would be written thousands of times a second for nobody.
    helmet: false,
    schema: {
      tags: ['ingest'],
      summary: 'Send events',
      description: DESCRIPTION,
      consumes: [...BODY_TYPES],
      security: [{ sourceToken: [] }],
      response: { 200: IngestAnswer, 207: IngestAnswer, 400: IngestAnswer, 401: Problem, 413: Problem, 415: Problem },
    },
    // The answer is exactly what `accept` made; a serializer that walks the schema's union for thousands of results costs more than all checks.
    serializerCompiler: () => JSON.stringify,
    // Before the body is read, so that nobody unknown makes the server parse megabytes.
    onRequest: async (request) => {
      request.sourceGrant = await grantOf(request, options);
    },
    // Thrown on, because the app answers every problem in one place; only here is it known which limit was hit.
    errorHandler: (error) => {
      if ((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE') throw tooLarge(options);
      throw error;
    },
    handler: async (request, reply) => {
      const grant = request.sourceGrant;
      if (!grant) throw new Error('the route was reached without a source');
      const body = readBody(mediaTypeOf(request), bodyOf(request), options.limits.maxBatchEvents);
      const answer = await acceptOrSlowDown(options, grant, body);
      const takenCount = answer.acceptedCount + answer.duplicateCount;
      return reply.code(answer.refusedCount === 0 ? 200 : takenCount > 0 ? 207 : 400).send(answer);
    },
  });
}

async function grantOf(request: FastifyRequest, options: IngestOptions): Promise<SourceGrant> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const grant = scheme?.toLowerCase() === 'bearer' && token ? await options.grants.find(token) : null;
  if (grant) return grant;
  throw new HttpProblem(401, 'unknown-source', "Send the source's token as Authorization: Bearer <token>.", {
    headers: { 'www-authenticate': 'Bearer' },
  });
}

async function acceptOrSlowDown(options: IngestOptions, grant: SourceGrant, body: ReturnType<typeof readBody>) {
  try {
    return await accept(options, grant, body);
  } catch (error) {
    if (!(error instanceof LogOverloadedError)) throw error;
    throw new HttpProblem(
      503,
      'overloaded',
      'Too many events wait to be written; nothing was taken, send it again shortly.',
      {
        headers: { 'retry-after': '1' },
      },
    );
  }
}

function tooLarge(options: IngestOptions): HttpProblem {
  const { maxBodyBytes } = options.limits;
  return new HttpProblem(
    413,
    'body-too-large',
    `A request may carry at most ${maxBodyBytes} bytes; send the rest in another.`,
  );
}

function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function bodyOf(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body;
  throw new HttpProblem(400, 'empty-body', 'The body is empty; send an event as JSON.');
}
