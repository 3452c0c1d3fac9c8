import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends a body that was made already, with its fingerprint; 304 without it where the asker holds the same. The browser may keep it but has to ask
 * each time, because late facts change the past and what one person may see is not for the next.
 */
export function sendUnlessKnown(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  body: string,
): FastifyReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  void reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const held = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (held.includes(etag)) return reply.code(304).send();
  // The text is finished: the serializer of the response's schema must not take it for a value.
  return reply
    .type(contentType)
    .serializer((text: unknown) => text as string)
    .send(body);
}
