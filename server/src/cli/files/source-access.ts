import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '@floorwalk/shared/api/ingest';
import { readLocalToken } from '../../auth/local-token.ts';
import { defaultPort } from '../../config.ts';
import { readRunning } from '../../embedded/running-record.ts';
import { openStateDirectory } from '../../embedded/state-directory.ts';
import { CliError } from '../cli-error.ts';

export type SourceAccessOptions = {
  /** The directory kept between starts. */
  readonly home: string;
  readonly url?: string;
  /** A source's token; without it one is asked for with this machine's own right, and kept. */
  readonly token?: string;
  readonly siteId: string;
  /** Name of the source; every event carries it. */
  readonly source: string;
};

/** Where to send, and with which right. */
export type SourceAccess = {
  readonly url: string;
  readonly token: string;
  /** True when the token came from an earlier run and may have been revoked since. */
  readonly isKept: boolean;
  /** Forgets a kept token and asks for a new one. */
  readonly renew: () => Promise<SourceAccess>;
};

/** Tokens of sources this machine made, by address, site and name. Readable by its owner alone. */
const KEPT_FILE = 'source-tokens.json';
const ASK_TIMEOUT_MS = 15_000;

export async function openSourceAccess(options: SourceAccessOptions): Promise<SourceAccess> {
  const directory = openStateDirectory(options.home);
  const url = checkedUrl(options.url ?? readRunning(directory)?.address ?? `http://127.0.0.1:${defaultPort}`);
  if (options.token !== undefined) {
    const { token } = options;
    const access: SourceAccess = { url, token, isKept: false, renew: () => Promise.resolve(access) };
    return access;
  }
  const key = JSON.stringify([url, options.siteId, options.source]);
  const path = join(options.home, KEPT_FILE);
  const renew = async (): Promise<SourceAccess> => {
    const token = await askForSource(url, options);
    writeKept(path, { ...readKept(path), [key]: token });
    return { url, token, isKept: false, renew };
  };
  const kept = readKept(path)[key];
  return kept === undefined ? renew() : { url, token: kept, isKept: true, renew };
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:')
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  throw new CliError(`--url is ${JSON.stringify(text)}`, { remedy: 'use an address such as http://127.0.0.1:4400' });
}

function readKept(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    // None yet, or unreadable: a new token is asked for.
    return {};
  }
}

function writeKept(path: string, kept: Record<string, string>): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** Adds the source to the site with the right of whoever may read the state directory. */
async function askForSource(url: string, { home, siteId, source }: SourceAccessOptions): Promise<string> {
  const localToken = await readLocalToken(home);
  if (localToken === null) {
    throw new CliError('this machine has no right to add a source', {
      remedy: 'give the token of a source with --token, or run this where Floorwalk was started (`npm start`)',
    });
  }
  let response: Response;
  try {
    response = await fetch(`${url}/api/v1/sites/${encodeURIComponent(siteId)}/sources`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${localToken}` },
      body: JSON.stringify({ name: source }),
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    });
  } catch (error) {
    throw new CliError(`no Floorwalk answers at ${url}`, {
      remedy: 'start one with `npm start`, or name the address of yours with --url',
      cause: error,
    });
  }
  const text = await response.text();
  if (response.status === 201) {
    const { token } = JSON.parse(text) as Source;
    if (token !== undefined) return token;
  }
  throw new CliError(
    `${url} did not add the source ${JSON.stringify(source)}: ${response.status} ${text.slice(0, 200)}`,
    {
      remedy: 'give the token of a source with --token',
    },
  );
}
