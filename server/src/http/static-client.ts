import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../auth/http-problem.ts';

const DESK = 'index.html';
/** The television's entry: light, and without the desk's weight. */
const WALL = 'tv.html';
const WALL_PATHS = /^\/(?:tv(?:\/|\?|$)|w\/)/;
/** Addresses that are never pages. */
const OTHER_PATHS = /^\/(?:api|socket\.io|health|metrics|assets)(?:\/|\?|$)/;

/**
 * Serves the built client: its files as they are, `tv.html` for `/tv` and `/w/…`, and the desk for every other address, so that a link to any view
 * works. Hashed files may be kept for ever, pages never.
 */
export async function serveClient(app: FastifyInstance, directory: string): Promise<void> {
  if (existsSync(directory)) {
    await app.register(fastifyStatic, {
      root: directory,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(directory, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !OTHER_PATHS.test(request.url);
    if (!isPage)
      throw new HttpProblem(404, 'not-found', `There is nothing at ${request.method} ${pathOf(request.url)}.`);
    const page = WALL_PATHS.test(request.url) ? WALL : DESK;
    if (!existsSync(join(directory, page))) {
      throw new HttpProblem(
        503,
        'not-built',
        'The client is not built: run `npm run build`, then open this address again.',
      );
    }
    return reply.header('cache-control', 'no-cache').sendFile(page);
  });
}

function pathOf(url: string): string {
  return (url.split('?')[0] ?? '').slice(0, 200);
}
