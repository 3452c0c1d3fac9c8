import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser's request comes from our own pages: from the public address, or from the host it was sent to. Browsers name the origin of
 * every write and of every socket; who names none and no fetch metadata is no browser, and holds its cookie on purpose.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, ownOrigin: string | null): boolean {
  const { origin, host } = headers;
  if (origin !== undefined) return origin === ownOrigin || (URL.canParse(origin) && new URL(origin).host === host);
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
