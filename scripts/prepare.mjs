import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { during } from './progress.mjs';

/** The project's root, wherever the command was called from. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const home = resolve(root, process.env.FLOORWALK_HOME?.trim() || '.floorwalk');

const pnpm = 'pnpm@12.21.0';
const packages = ['shared', 'server', 'client', 'tests'];
const lockLimitMs = 600_000;

/** A failure told in one sentence. */
export class PlainError extends Error {}

/**
 * Makes the packages and the build match the sources, doing only what is out of date.
 * Gives back the client's build as a promise of its own, so that a caller can go on while it runs; `signal` ends it.
 */
export async function prepare(progress, { client = false, signal } = {}) {
  // What is up to date is only read: an installed copy may lie where nothing can be written.
  if (isInstalled() && typesStamp().isCurrent() && (!client || clientStamp().isCurrent())) {
    return { clientReady: Promise.resolve() };
  }
  const release = await takeLock();
  try {
    await install(progress);
    const clientReady = client ? buildClient(progress, signal) : Promise.resolve();
    // It is awaited later, also when the server's build fails first.
    clientReady.catch(() => undefined);
    await buildTypes(progress);
    clientReady.then(release, release);
    return { clientReady };
  } catch (error) {
    release();
    throw error;
  }
}

function isInstalled() {
  const wanted = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  const installedFile = join(root, 'node_modules', '.pnpm', 'lock.yaml');
  const complete = packages.every((name) => existsSync(join(root, name, 'node_modules')));
  return complete && existsSync(installedFile) && readFileSync(installedFile, 'utf8') === wanted;
}

/** Installs what the lock file says, unless that has been done. */
async function install(progress) {
  if (isInstalled()) return;
  // CI: nobody answers questions. Browsers are looked for by the tests themselves.
  const env = { ...process.env, CI: 'true', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', npm_config_loglevel: 'error' };
  const args = ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'];
  await during(progress, 'Installing packages', () =>
    mustSucceed('The packages could not be installed', 'npx', args, 'install', {
      env,
      shell: process.platform === 'win32',
    }),
  );
}

function typesStamp() {
  const sources = ['shared/src', 'server/src', 'shared/tsconfig.json', 'server/tsconfig.json', 'tsconfig.base.json'];
  return stampAt(join(root, 'server', 'dist', '.built'), [...sources, 'node_modules/.pnpm/lock.yaml']);
}

/** Compiles shared and server; TypeScript itself knows what changed within them. */
async function buildTypes(progress) {
  const stamp = typesStamp();
  if (stamp.isCurrent()) return;
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await during(progress, 'Compiling', () =>
    mustSucceed('The server could not be compiled', process.execPath, [tsc, '-b', 'server'], 'build'),
  );
  stamp.write();
}

function clientStamp() {
  const entries = readdirSync(join(root, 'client')).filter((name) => !/^(node_modules|dist.*)$/.test(name));
  const sources = entries.map((name) => `client/${name}`);
  return stampAt(join(root, 'client', 'dist', '.built'), [...sources, 'shared/src', 'node_modules/.pnpm/lock.yaml']);
}

async function buildClient(progress, signal) {
  const stamp = clientStamp();
  if (stamp.isCurrent()) return;
  const vite = join(root, 'client', 'node_modules', 'vite', 'bin', 'vite.js');
  const options = { cwd: join(root, 'client'), env: { ...process.env, NODE_ENV: 'production' }, signal };
  await during(progress, 'Building the console', () =>
    mustSucceed('The console could not be built', process.execPath, [vite, 'build'], 'client-build', options),
  );
  stamp.write();
}

/** A file that holds the fingerprint of what an output was built from. */
function stampAt(path, sources) {
  const mark = fingerprint(sources);
  return {
    isCurrent: () => existsSync(path) && readFileSync(path, 'utf8') === mark,
    write: () => writeFileSync(path, mark),
  };
}

/** Changes when any file below the paths is added, removed or written. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const status = statSync(path, { throwIfNoEntry: false });
    if (status === undefined) return;
    if (status.isDirectory()) {
      for (const name of readdirSync(path).toSorted()) visit(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${relative(root, path)}\0${status.size}\0${status.mtimeMs}\n`);
    }
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}

async function mustSucceed(failure, command, args, logName, options) {
  const { code, output, logFile } = await runLogged(command, args, logName, options);
  if (code !== 0) throw new PlainError(`${failure}: ${reasonIn(output)} (details: ${logFile}).`);
}

/** Runs a program, its output kept in a log of the state directory. */
export function runLogged(command, args, logName, options = {}) {
  const logFile = openLog(logName);
  return new Promise((settle) => {
    let output = '';
    const keep = (text) => {
      output = (output + text).slice(-200_000);
      appendFileSync(logFile, text);
    };
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      keep(`${command}: ${error.message}\n`);
      settle({ code: 127, output, logFile });
    });
    child.on('close', (code) => settle({ code: code ?? 1, output, logFile }));
  });
}

function openLog(name) {
  const directory = join(home, 'log');
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw new PlainError(`${directory} cannot be written (${error.code}): set FLOORWALK_HOME to a directory you own.`);
  }
  const path = join(directory, `${name}.log`);
  if (existsSync(path) && statSync(path).size > 4_000_000) truncateSync(path);
  appendFileSync(path, `--- ${new Date().toISOString()}\n`);
  return path;
}

/** The line of a tool's output that says most about why it failed. */
function reasonIn(output) {
  // oxlint-disable-next-line no-control-regex -- colours are control characters
  const all = output.replace(/\u001b\[[0-9;]*m/g, '').split('\n');
  const told = all
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |error during|✗?\s*build failed|errors: \[)/i.test(line));
  const line =
    told.find((text) => /(^\[[A-Z_]+\] |\w*error( TS\d+)?: |ERR_|ENOENT|EACCES|ENOSPC|npm error)/i.test(text)) ??
    told.at(-1);
  return (line ?? 'no reason was given').slice(0, 300).replace(/[.:]$/, '');
}

/** One preparation at a time: two compilers on the same output spoil each other's. */
async function takeLock() {
  // Beside the sources, wherever the state is: what is guarded is the build.
  const directory = join(root, '.floorwalk');
  const path = join(directory, 'preparing');
  mkdirSync(directory, { recursive: true });
  const deadline = Date.now() + lockLimitMs;
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw new PlainError(
          `${directory} cannot be written (${error.code}): the project has to be built in a directory you own.`,
          {
            cause: error,
          },
        );
      }
    }
    if (!holderLives(path)) {
      rmSync(path, { force: true });
      continue;
    }
    if (Date.now() > deadline) throw new PlainError(`Another command still prepares this project (see ${path}).`);
    await new Promise((settle) => setTimeout(settle, 200));
  }
}

function holderLives(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // A file just made may not hold its number yet.
    if (pid === 0) return Date.now() - statSync(path).mtimeMs < 5000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
