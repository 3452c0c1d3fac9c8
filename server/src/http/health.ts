import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** One thing this process needs or does. `check` resolves with a short word on its state, and rejects with what is wrong. */
export type HealthCheck = { readonly name: string; readonly check: () => Promise<string> };

const CHECK_LIMIT_MS = 2_000;

/**
 * `GET /health`: 200 when every check passes, 503 otherwise, each named with its state. `GET /metrics`: Prometheus text. Both are for machines
 * beside the server and say nothing about contacts or people.
 */
export function healthRoutes(app: FastifyInstance, checks: readonly HealthCheck[], registry: Registry): void {
  app.get('/health', { schema: { hide: true } }, async (_request, reply) => {
    const results = await Promise.all(checks.map((one) => resultOf(one)));
    const ok = results.every((one) => one.ok);
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        ok,
        checks: Object.fromEntries(results.map(({ name, ok: passed, state }) => [name, { ok: passed, state }])),
      });
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

async function resultOf(one: HealthCheck): Promise<{ name: string; ok: boolean; state: string }> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)), CHECK_LIMIT_MS);
  });
  try {
    return { name: one.name, ok: true, state: await Promise.race([one.check(), tooSlow]) };
  } catch (error) {
    return { name: one.name, ok: false, state: (error as Error).message || 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
