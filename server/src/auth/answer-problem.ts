import type { FastifyError, FastifyInstance } from 'fastify';
import type { Problem } from '@floorwalk/shared/api/problem';
import { HttpProblem } from './http-problem.ts';

/** Answers everything that goes wrong in a route as `application/problem+json`; an error of ours says no more than that, and is logged. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | HttpProblem>((error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed');
    if (error instanceof HttpProblem) void reply.headers(error.headers);
    return reply
      .code(problem.status)
      .type('application/problem+json')
      .serializer((body: unknown) => JSON.stringify(body))
      .send(problem);
  });
}

/** What to tell about an error. */
export function problemOf(error: FastifyError | HttpProblem): Problem {
  if (error instanceof HttpProblem) return error.problem;
  const [invalid] = error.validation ?? [];
  if (invalid) {
    const missing = invalid.params['missingProperty'] ?? invalid.params['additionalProperty'];
    const pointer = typeof missing === 'string' ? `${invalid.instancePath}/${missing}` : invalid.instancePath;
    return {
      type: 'about:blank',
      title: 'invalid-value',
      status: 400,
      detail: `${pointer === '' ? 'The request' : pointer} ${invalid.message ?? 'is not valid'}.`,
      pointer,
    };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    return { type: 'about:blank', title: error.code ?? 'bad-request', status, detail: error.message };
  }
  return {
    type: 'about:blank',
    title: 'internal-error',
    status: 500,
    detail: 'Something went wrong on our side. It was written to the log.',
  };
}
