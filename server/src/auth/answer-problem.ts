import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Problem } from '@floorwalk/shared/api/problem';
import { HttpProblem } from './http-problem.ts';

/** Answers everything that goes wrong in a route as `application/problem+json`; an error of ours says no more than that, and is logged. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | HttpProblem>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed');
    if (error instanceof HttpProblem) void reply.headers(error.headers);
    if (problem.status === 503) void reply.header('retry-after', '1');
    return sendProblem(reply, problem);
  });
}

/** What the server answers before any route is found: an address that is none. */
export function answerBadAddress(error: FastifyError, reply: FastifyReply): FastifyReply {
  const { title, status } = problemOf(error);
  const detail =
    status === 414
      ? 'A part of the address is longer than 4,000 characters.'
      : 'The address holds characters that are none.';
  return sendProblem(reply, { type: 'about:blank', title, status, detail });
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}

/** Why what came is not even a request, by the code of the error. */
const UNREADABLE: Readonly<Record<string, readonly [status: number, title: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'headers-too-large', 'The address and headers of this request are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'too-slow', 'The request did not come whole in time.'],
};

/** Answers what came on a connection and is no request at all, and hangs up. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title, detail] = UNREADABLE[error.code ?? ''] ?? [400, 'bad-request', 'This is no HTTP request.'];
  const body = JSON.stringify({ type: 'about:blank', title, status, detail } satisfies Problem);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`);
}

/** What the framework's own refusals are called here. */
const TITLES: Readonly<Record<string, string>> = {
  FST_ERR_BAD_URL: 'bad-address',
  FST_ERR_MAX_PARAM_LENGTH: 'address-too-long',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'not-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'empty-body',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
};

type Fault = NonNullable<FastifyError['validation']>[number];

/** The fault to tell: of an object that takes several forms, that of the form whose name was given rather than that of another. */
function worstOf(faults: readonly Fault[]): Fault | undefined {
  const [first] = faults;
  if (first?.keyword !== 'const') return first;
  const form = first.instancePath.slice(0, first.instancePath.lastIndexOf('/'));
  const isOfGivenForm = (fault: Fault): boolean =>
    fault.keyword !== 'const' && fault.keyword !== 'anyOf' && fault.instancePath !== first.instancePath;
  return faults.find((fault) => isOfGivenForm(fault) && fault.instancePath.startsWith(form)) ?? first;
}

/** A field that takes one of several words has a fault for each of them; this says them all. */
function inWords(fault: Fault, faults: readonly Fault[]): string {
  const choices = faults.flatMap((one) =>
    one.keyword === 'const' && one.instancePath === fault.instancePath
      ? [JSON.stringify(one.params['allowedValue'])]
      : [],
  );
  if (choices.length > 1) return `must be one of ${choices.join(', ')}`;
  return fault.message ?? 'is not valid';
}

/** What to tell about an error. */
export function problemOf(error: FastifyError | HttpProblem): Problem {
  if (error instanceof HttpProblem) return error.problem;
  const faults = error.validation ?? [];
  const invalid = worstOf(faults);
  if (invalid) {
    const missing = invalid.params['missingProperty'] ?? invalid.params['additionalProperty'];
    const pointer = typeof missing === 'string' ? `${invalid.instancePath}/${missing}` : invalid.instancePath;
    return {
      type: 'about:blank',
      title: 'invalid-value',
      status: 400,
      detail: `${pointer === '' ? 'The request' : pointer} ${inWords(invalid, faults)}.`,
      pointer,
    };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return { type: 'about:blank', title: TITLES[error.code] ?? 'bad-request', status, detail: error.message };
  }
  const [title, detail] = unavailable(error) ?? [];
  if (title !== undefined && detail !== undefined) return { type: 'about:blank', title, status: 503, detail };
  return {
    type: 'about:blank',
    title: 'internal-error',
    status: 500,
    detail: 'Something went wrong on our side. It was written to the log.',
  };
}

/** What is no fault of the request's or ours, and worth another try: by PostgreSQL's SQLSTATE or the system's code. */
const UNAVAILABLE: readonly [code: RegExp, title: string, detail: string][] = [
  [/^53100$/, 'no-room', 'The disk of the database is full. Nothing was kept; free some of it and try again.'],
  [/^40(001|P01)$/, 'busy', 'Somebody else was changing the same thing at this moment. Nothing was kept; try again.'],
  [
    /^(08...|53300|57P0[1-3]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/,
    'unavailable',
    'A server behind this one cannot be reached at the moment. Try again shortly.',
  ],
];

/** As the driver says that a connection broke, was given up, or could not be had in time. */
const LOST_CONNECTION =
  /^(Connection terminated|Query read timeout|Client (has encountered a connection error|was closed)|timeout exceeded when trying to connect)/;

function unavailable(error: unknown): readonly [title: string, detail: string] | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, message } = cause as Error & { readonly code?: unknown };
    // The driver says so in words alone.
    const known = LOST_CONNECTION.test(message) ? '08006' : code;
    const found = typeof known === 'string' ? UNAVAILABLE.find(([pattern]) => pattern.test(known)) : undefined;
    if (found !== undefined) return [found[1], found[2]];
  }
  return undefined;
}
