import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AddressError, checkedLookup, checkedUrl } from './checked-address.ts';
import { outcomeOfAnswer, type Outcome } from './outcome.ts';

/** A receiver that has not answered by then is tried again later, ms. */
export const SEND_LIMIT_MS = 8_000;
const MOST_HEADER_BYTES = 16_384;

/**
 * Posts to an address outside. Redirects are not followed (they could lead where the check forbids), answers are not read. Never throws: what went wrong
 * is the outcome.
 */
export async function post(
  address: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
  options: { readonly privateAllowed: boolean; readonly now: () => number },
): Promise<Outcome> {
  let url: URL;
  try {
    url = checkedUrl(address, options.privateAllowed);
  } catch (error) {
    return { kind: 'failed', detail: error instanceof Error ? error.message : 'not an address' };
  }
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      method: 'POST',
      headers: { 'user-agent': 'Floorwalk', ...headers, 'content-length': Buffer.byteLength(body) },
      lookup: checkedLookup(options.privateAllowed),
      maxHeaderSize: MOST_HEADER_BYTES,
      agent: false,
    });
    const limit = setTimeout(
      () => request.destroy(new Error(`no answer within ${SEND_LIMIT_MS / 1_000} s`)),
      SEND_LIMIT_MS,
    );
    request.on('response', (response) => {
      clearTimeout(limit);
      response.destroy();
      resolve(outcomeOfAnswer(response.statusCode ?? 0, response.headers['retry-after'], options.now()));
    });
    request.on('error', (error) => {
      clearTimeout(limit);
      const kind = error instanceof AddressError ? 'failed' : 'refused';
      resolve({ kind, detail: error.message });
    });
    request.end(body);
  });
}
