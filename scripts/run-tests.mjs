import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlainError, prepare, root, runLogged } from './prepare.mjs';
import { progressOn } from './progress.mjs';

const nothing = { passed: 0, failed: 0, skipped: 0 };
const fromServer = (file) => import(pathToFileURL(join(root, 'server', 'dist', file)).href);
const programOf = (owner, path) => join(root, owner, 'node_modules', ...path.split('/'));

/** Running children, so that a Ctrl-C ends them before the services they use. */
const children = new Set();
let interrupted = false;

/**
 * Does all set-up itself, runs every kind of test, and closes with `N passed, N failed, N skipped`. Fails when anything
 * failed, when a part ran no test, and when it was interrupted. `--only checks|vitest|browser` runs one part.
 */
export async function run(args) {
  const startedAt = performance.now();
  const only = args[0] === '--only' ? args[1] : undefined;
  const progress = progressOn(process.stderr);
  const scratch = mkdtempSync(join(tmpdir(), 'floorwalk-tests-'));
  const undo = [() => rmSync(scratch, { recursive: true, force: true })];
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupt);
  const results = [];
  const wanted = (part) => (only === undefined || only === part) && !interrupted;
  /** Runs one part; one that throws has failed, and the others are run all the same. */
  const attempt = async (name, work) => {
    try {
      return await work();
    } catch (error) {
      progress.clear();
      console.error(error instanceof PlainError ? error.message : (error.sentence ?? error.stack));
      results.push({ name, ...nothing, failed: 1 });
      return undefined;
    }
  };
  const client = only !== 'checks' && only !== 'vitest';
  const built = await attempt('build', () => prepare(progress, { client }));
  if (wanted('checks')) await attempt('checks', async () => results.push(...(await checks(progress))));
  const hasClient = await attempt('console', async () => built !== undefined && (await built.clientReady, true));
  if (built !== undefined && (wanted('vitest') || wanted('browser'))) {
    const stop = await attempt('services', () => startTestServices(progress, scratch));
    if (stop !== undefined) undo.push(stop);
  }
  if (wanted('vitest')) await attempt('vitest', async () => results.push(await vitest(scratch)));
  if (wanted('browser') && hasClient)
    await attempt('browser', async () => results.push(await browser(progress, scratch)));
  for (const step of undo.toReversed()) {
    try {
      await step();
    } catch (error) {
      console.error(`cleaning up: ${error.message}`);
    }
  }
  process.exitCode = summarize(results, startedAt);
}

function interrupt() {
  interrupted = true;
  for (const child of children) child.kill('SIGTERM');
}

function summarize(results, startedAt) {
  if (interrupted) results.push({ name: 'interrupted', ...nothing, failed: 1 });
  if (results.length === 0) results.push({ name: 'no such part', ...nothing, failed: 1 });
  console.log('');
  for (const { name, passed, failed, skipped } of results) {
    console.log(`${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
  return sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
}

/** Lint, format and types: each counts as one test. */
async function checks(progress) {
  const node = process.execPath;
  const bin = (name) => join(root, 'node_modules', name, 'bin', name === 'typescript' ? 'tsc' : name);
  const all = [
    { name: 'lint', command: [node, bin('oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'format', command: [node, bin('oxfmt'), '--check'] },
    { name: 'types', command: [node, bin('typescript'), '-b'] },
  ];
  const results = [];
  for (const { name, command } of all) {
    if (interrupted) break;
    const done = progress.step(`Checking ${name}`);
    const { code, output } = await runLogged(command[0], command.slice(1), 'test-checks');
    done(code === 0 ? 'done' : 'failed');
    if (code !== 0) console.log(output.trim());
    results.push({ name, ...nothing, ...(code === 0 ? { passed: 1 } : { failed: 1 }) });
  }
  return results;
}

/** PostgreSQL and Redis once for the whole run, with throw-away data; what the environment names is used as it is. */
async function startTestServices(progress, scratch) {
  const [config, services, state] = await Promise.all([
    fromServer('config.js'),
    fromServer('embedded/services.js'),
    fromServer('embedded/state-directory.js'),
  ]);
  const environment = config.currentEnvironment();
  const { tools } = state.openStateDirectory(environment.home);
  // PostgreSQL may run as another user, who must be able to reach its directory.
  const home = join(scratch, 'home');
  mkdirSync(home, { recursive: true });
  const running = await services.startServices({
    environment,
    directory: { ...state.openStateDirectory(home), tools },
    progress,
    searchPath: config.searchPath(),
    durable: false,
    fail: (error) => console.error(error.sentence),
  });
  process.env.DATABASE_URL = running.databaseUrl;
  process.env.REDIS_URL = running.redisUrl;
  process.env.FLOORWALK_TEST_RUN = randomBytes(4).toString('hex');
  return async () => {
    try {
      await dropTestDatabases(running.databaseUrl, `floorwalk_test_${process.env.FLOORWALK_TEST_RUN}_`);
    } finally {
      await running.stop();
    }
  };
}

/** Those of this run: a given server outlives it, and a test that was killed drops nothing itself. */
async function dropTestDatabases(url, prefix) {
  const { Client } = createRequire(join(root, 'server', 'package.json'))('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix]);
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  } finally {
    await client.end();
  }
}

async function vitest(scratch) {
  const report = join(scratch, 'vitest.json');
  const code = await runVisibly([
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const told = readReport(report);
  const failedFiles = (told?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return counted('vitest', code, {
    passed: told?.numPassedTests ?? 0,
    failed: (told?.numFailedTests ?? 0) + failedFiles.length,
    skipped: (told?.numPendingTests ?? 0) + (told?.numTodoTests ?? 0),
  });
}

async function browser(progress, scratch) {
  process.env.CHROMIUM = await findChromium(progress);
  const report = join(scratch, 'browser.json');
  const code = await runVisibly(
    [
      programOf('tests', '@playwright/test/cli.js'),
      'test',
      '--config=tests/playwright.config.ts',
      '--reporter=list,json',
    ],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  );
  const told = readReport(report);
  const stats = told?.stats;
  for (const title of flickering(told?.suites ?? [])) console.log(`flickered, failed first and passed then: ${title}`);
  return counted('browser', code, {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  });
}

/** Titles of the tests that failed first and passed when they were tried again. */
function flickering(suites) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
      .map(({ title }) => title),
    ...flickering(suite.suites ?? []),
  ]);
}

/** A part that ended badly without a failed test, or ran none, has failed all the same. */
function counted(name, code, counts) {
  const ranNothing = counts.passed + counts.failed === 0;
  const failed = counts.failed === 0 && (code !== 0 || ranNothing) ? 1 : counts.failed;
  if (failed > counts.failed) console.log(`${name}: ${ranNothing ? 'no test ran' : `ended with code ${code}`}`);
  return { name, ...counts, failed };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The one CHROMIUM names, the system's, the one from the package registry, or else one installed now. */
async function findChromium(progress) {
  const { findChromium: find } = await import(pathToFileURL(join(root, 'tests', 'kit', 'browser.mjs')).href);
  const found = await find(process.env.CHROMIUM);
  if (found !== undefined) return found;
  const done = progress.step('Installing Chromium');
  const { code } = await runLogged('apt-get', ['install', '-y', '-q', 'chromium'], 'chromium');
  done(code === 0 ? 'done' : 'failed');
  const installed = await find(undefined);
  if (installed === undefined) {
    throw new PlainError('No Chromium was found for the browser tests: install one, or set CHROMIUM to its program.');
  }
  return installed;
}

/** Room for what is young: tests make much that is soon forgotten, and collecting it less often is a tenth of their time. */
const ROOM = '--max-semi-space-size=32';

/** Runs a Node program on this terminal. */
function runVisibly(args, env = {}) {
  return new Promise((settle) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, ROOM].filter(Boolean).join(' '), ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    children.add(child);
    const end = (code) => {
      children.delete(child);
      settle(code ?? 1);
    };
    child.on('error', () => end(127));
    child.on('close', end);
  });
}
