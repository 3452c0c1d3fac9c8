import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CliError } from '../cli-error.ts';

export type Lines = {
  /** Lines without their ends, some at a time, in order. */
  readonly batches: AsyncIterable<string[]>;
  /** Bytes of the file read so far, and its size (undefined for standard input). */
  readonly bytesRead: () => number;
  readonly totalBytes: number | undefined;
};

/** A longer line is given in pieces of this many characters, which no translator will take for a row. */
export const MAX_LINE_LENGTH = 1024 * 1024;

/** Opens a text file, plain or gzip (told by its first bytes); `-` is standard input. Lines may end in LF or CRLF. */
export function openLines(path: string, standardInput: Readable): Lines {
  let bytesRead = 0;
  let totalBytes: number | undefined;
  let input: Readable = standardInput;
  if (path !== '-') {
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) throw new CliError(`${path} is a directory`, { remedy: 'name a file, or - for stdin' });
      totalBytes = stat.size;
    } catch (error) {
      throw asCliError(path, error);
    }
    input = createReadStream(path, { highWaterMark: 256 * 1024 });
  }

  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytesRead += buffer.length;
      yield buffer;
    }
  }

  async function* batches(): AsyncGenerator<string[]> {
    // Passes over the mark that some programs put before the first line.
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of plain(counted())) {
        const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
        rest = pieces.pop() ?? '';
        while (rest.length > MAX_LINE_LENGTH) {
          pieces.push(rest.slice(0, MAX_LINE_LENGTH));
          rest = rest.slice(MAX_LINE_LENGTH);
        }
        if (pieces.length > 0) yield pieces.map(withoutReturn);
      }
    } catch (error) {
      throw asCliError(path, error);
    } finally {
      if (path !== '-') input.destroy();
    }
    rest += decoder.decode();
    if (rest !== '') yield [withoutReturn(rest)];
  }

  return { batches: batches(), bytesRead: () => bytesRead, totalBytes };
}

/** The bytes as they are, or what they unpack to when they begin as gzip does. */
async function* plain(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    // oxlint-disable-next-line no-await-in-loop -- a first chunk may be a single byte
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* whole(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const packed = Readable.from(whole());
  const gunzip = createGunzip();
  packed.on('error', (error) => gunzip.destroy(error));
  yield* packed.pipe(gunzip) as AsyncIterable<Buffer>;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function asCliError(path: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const name = path === '-' ? 'standard input' : path;
  if (code === 'ENOENT') return new CliError(`there is no file ${name}`, { cause: error });
  if (code === 'EACCES')
    return new CliError(`${name} may not be read`, { remedy: 'check its permissions', cause: error });
  if (code?.startsWith('Z_') === true) {
    return new CliError(`${name} is damaged or cut short (${message})`, { remedy: 'get it again', cause: error });
  }
  return new CliError(`${name} cannot be read (${message})`, { cause: error });
}
