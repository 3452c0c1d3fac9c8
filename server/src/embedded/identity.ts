import { chownSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import type { SpawnOptions } from 'node:child_process';
import { join } from 'node:path';
import { CliError } from '../cli/cli-error.ts';
import { runToEnd } from './child.ts';

/**
 * Whom PostgreSQL runs as. It refuses the superuser, so for root it is the `postgres` user of the machine, or a user
 * namespace in which root is an ordinary user.
 */
export type Identity =
  | { readonly kind: 'self' }
  | { readonly kind: 'user'; readonly name: string; readonly uid: number; readonly gid: number }
  | { readonly kind: 'namespace' };

const namespaceCommand = ['unshare', '-U', '--map-user=1000', '--map-group=1000', '--'] as const;

/** The command, arguments and options that run a program under an identity. */
export function asIdentity(
  identity: Identity,
  command: string,
  args: readonly string[],
): { command: string; args: string[]; options: SpawnOptions } {
  switch (identity.kind) {
    case 'self':
      return { command, args: [...args], options: {} };
    case 'user':
      // The home is left out: the user's own may not be readable, and PostgreSQL looks into it.
      return { command, args: [...args], options: { uid: identity.uid, gid: identity.gid, cwd: '/' } };
    case 'namespace': {
      const [unshare, ...unshareArgs] = namespaceCommand;
      return { command: unshare, args: [...unshareArgs, command, ...args], options: {} };
    }
  }
}

/**
 * Chooses whom to run as, so that `program` can be read and `directory` written.
 * Throws a CliError when this is root and neither way works.
 */
export async function chooseIdentity(program: string, directory: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const user = postgresUser();
  if (user !== undefined && (await reaches(user, program, directory))) return user;
  const namespace: Identity = { kind: 'namespace' };
  if (await reaches(namespace, program, directory)) return namespace;
  throw new CliError('PostgreSQL does not run as root, and no other user can be used here', {
    remedy: 'start as an ordinary user, or set DATABASE_URL to a PostgreSQL server',
  });
}

async function reaches(identity: Identity, program: string, directory: string): Promise<boolean> {
  const script = 'test -x "$0" && test -r "$0" && cd "$1" && test "$(id -u)" != 0';
  const call = asIdentity(identity, '/bin/sh', ['-c', script, program, directory]);
  const { code } = await runToEnd(call.command, call.args, { ...call.options, timeoutMs: 5000 });
  return code === 0;
}

function postgresUser(): Extract<Identity, { kind: 'user' }> | undefined {
  let lines: string[];
  try {
    lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return undefined;
  }
  for (const line of lines) {
    const [name, , uid, gid] = line.split(':');
    if (name === 'postgres' && uid !== undefined && gid !== undefined && uid !== '0') {
      return { kind: 'user', name, uid: Number(uid), gid: Number(gid) };
    }
  }
  return undefined;
}

/** Gives a directory and everything in it to the identity: the choice may differ from the last start's. */
export function giveTo(identity: Identity, path: string): void {
  if (process.getuid?.() !== 0) return;
  const [uid, gid] = identity.kind === 'user' ? [identity.uid, identity.gid] : [0, 0];
  if (lstatSync(path).uid === uid) return;
  changeOwner(path, uid, gid);
}

function changeOwner(path: string, uid: number, gid: number): void {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return;
  if (status.isDirectory()) {
    for (const name of readdirSync(path)) changeOwner(join(path, name), uid, gid);
  }
  // The directory itself comes last: its owner says that everything below it is done.
  chownSync(path, uid, gid);
}
