import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlainError, prepare, root } from './prepare.mjs';
import { progressOn } from './progress.mjs';

const parentLookMs = 1000;

/** Installs, builds and starts. The client is built while the services come up. */
export async function run(args) {
  const progress = progressOn(process.stderr);
  const clientBuild = new AbortController();
  try {
    const { clientReady } = await prepare(progress, { client: true, signal: clientBuild.signal });
    const load = (file) => import(pathToFileURL(join(root, 'server', 'dist', 'cli', file)).href);
    const modules = [load('main.js'), load('start.js'), load('cli-error.js')];
    const [{ runCli }, { startCommand }, { CliError }] = await Promise.all(modules);
    const built = clientReady.catch((error) => {
      throw new CliError(error.message, { cause: error });
    });
    built.catch(() => undefined);
    stopWithParent();
    await runCli(['start', ...args], { start: startCommand({ progress, clientReady: built }) });
    // A start that has failed for another reason does not wait for the rest of the build.
    progress.end();
    clientBuild.abort();
  } catch (error) {
    progress.clear();
    console.error(error instanceof PlainError ? error.message : `Floorwalk could not start: ${error.message}`);
    process.exitCode = 1;
  }
}

/** npm passes some ends of its own on, but not all: when it is gone, nobody could stop this any more. */
function stopWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, parentLookMs).unref();
}
