import { PlainError, prepare } from './prepare.mjs';
import { progressOn } from './progress.mjs';

const progress = progressOn(process.stderr);
try {
  const { clientReady } = await prepare(progress, { client: true });
  await clientReady;
} catch (error) {
  progress.clear();
  console.error(error instanceof PlainError ? error.message : error.stack);
  process.exitCode = 1;
}
