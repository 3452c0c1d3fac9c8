import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { StableHash } from '@floorwalk/shared/kit/stable-hash';
import { writeState, type LiveState, type WrittenState } from '@floorwalk/shared/live/live-state';

/** The owner writes for so long, then does everything else for as long. */
const WRITE_MS = 4;
const PAUSE_MS = 4;
/** Characters hashed and handed to the packer at once. */
const CHUNK = 64 * 1024;

/** Writes a state in bits of a few milliseconds, between which it may be folded on. */
export async function writePaced(state: LiveState): Promise<WrittenState> {
  const writing = writeState(state);
  try {
    for (;;) {
      const until = performance.now() + WRITE_MS;
      let step = writing.next();
      while (step.done !== true && performance.now() < until) step = writing.next();
      if (step.done === true) return step.value;
      // oxlint-disable-next-line no-await-in-loop -- pausing is what it is for
      await pause(PAUSE_MS);
    }
  } finally {
    // Where it broke, nobody may go on being told of changes.
    writing.return(undefined as never);
  }
}

/** The written text packed, and its hash. */
export async function packState(pieces: readonly string[]): Promise<{ packed: Buffer; stateHash: string }> {
  const hash = new StableHash();
  const gzip = createGzip({ level: 1 });
  const [packed] = await Promise.all([buffer(gzip), pipeline(Readable.from(hashed(pieces, hash)), gzip)]);
  return { packed, stateHash: hash.digest() };
}

/** The pieces put together to chunks, each hashed as it is taken. */
function* hashed(pieces: readonly string[], hash: StableHash): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK) continue;
    hash.add(chunk);
    yield chunk;
    chunk = '';
  }
  hash.add(chunk);
  yield chunk;
}
