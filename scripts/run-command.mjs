import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlainError, prepare, root } from './prepare.mjs';
import { progressOn } from './progress.mjs';

/** Runs one `floorwalk` command, installing and building first where that is needed; stdout is the command's alone. */
export async function run(args) {
  const progress = progressOn(process.stderr);
  try {
    const { clientReady } = await prepare(progress, { client: args[0] === 'start' });
    await clientReady;
    const { runCli } = await import(pathToFileURL(join(root, 'server', 'dist', 'cli', 'main.js')).href);
    await runCli(args);
  } catch (error) {
    progress.clear();
    console.error(error instanceof PlainError ? error.message : `floorwalk: ${error.message}`);
    process.exitCode = 1;
  }
}
