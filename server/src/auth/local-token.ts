import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Principal } from '@floorwalk/shared/access/role';
import { newToken } from './secrets.ts';

/** The file below the state directory that holds the token of commands run on this machine. */
export const LOCAL_TOKEN_FILE = 'cli-token';

/** Who a command run on this machine is: whoever may read the state directory administers the installation. */
export const LOCAL_PRINCIPAL: Principal = {
  id: 'cli',
  name: 'Command line',
  kind: 'person',
  grants: [{ role: 'administrator', scope: { siteId: '*' } }],
};

/** The token kept under `home`, or `null` when the server was never started there. */
export async function readLocalToken(home: string): Promise<string | null> {
  try {
    const text = (await readFile(join(home, LOCAL_TOKEN_FILE), 'utf8')).trim();
    return /^fwc_[A-Za-z0-9_-]{43}$/.test(text) ? text : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The token kept under `home`, made (readable by its owner alone) when there is none. Called by the api role at start. */
export async function ensureLocalToken(home: string): Promise<string> {
  const kept = await readLocalToken(home);
  if (kept !== null) return kept;
  const token = newToken('fwc_');
  const path = join(home, LOCAL_TOKEN_FILE);
  // Written beside and renamed, so that nobody reads half a token.
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${token}\n`, { mode: 0o600 });
  await rename(draft, path);
  return (await readLocalToken(home)) ?? token;
}
