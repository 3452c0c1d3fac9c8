import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { MAX_LINE_LENGTH, openLines } from './read-lines.ts';

const directory = mkdtempSync(join(tmpdir(), 'floorwalk-lines-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function linesOf(bytes: Uint8Array): Promise<string[]> {
  const path = join(directory, 'file');
  writeFileSync(path, bytes);
  const lines: string[] = [];
  for await (const batch of openLines(path, process.stdin).batches) lines.push(...batch);
  return lines;
}

/** Standard input that comes in pieces of the given sizes. */
function pieces(bytes: Buffer, sizes: readonly number[]): Readable {
  function* cut() {
    let from = 0;
    for (let index = 0; from < bytes.length; index += 1) {
      const size = sizes[index % sizes.length] ?? 1;
      yield bytes.subarray(from, from + size);
      from += size;
    }
  }
  return Readable.from(cut());
}

async function sentenceOf(reading: Promise<unknown>): Promise<string> {
  return reading.then(
    () => 'no error',
    (error: unknown) => (error instanceof CliError ? error.sentence : String(error)),
  );
}

describe('lines of a file', () => {
  it('are the same plain and packed, with LF and CRLF, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n\ufeff]/.test(text))),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (texts, sizes, end, isPacked) => {
          const bytes = Buffer.from(texts.map((text) => text + end).join(''));
          const input = pieces(isPacked ? gzipSync(bytes) : bytes, sizes);
          const lines: string[] = [];
          for await (const batch of openLines('-', input).batches) lines.push(...batch);
          expect(lines).toEqual(texts);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a byte order mark is no part of the first line', async () => {
    expect(await linesOf(Buffer.from('\ufeffa\r\n\ufeffb\r\n'))).toEqual(['a', '\ufeffb']);
  });

  it('a last line without an end counts, an empty file has none', async () => {
    expect(await linesOf(Buffer.from('a\nb'))).toEqual(['a', 'b']);
    expect(await linesOf(Buffer.from(''))).toEqual([]);
  });

  it('a line without end is given in pieces, so that no file can fill the memory', async () => {
    const lines = await linesOf(Buffer.alloc(MAX_LINE_LENGTH * 2 + 10, 'x'));
    expect(Math.max(...lines.map((line) => line.length))).toBe(MAX_LINE_LENGTH);
    expect(lines.join('').length).toBe(MAX_LINE_LENGTH * 2 + 10);
  });

  it('a packed file that is cut short or damaged, a directory and a missing file are said in one sentence', async () => {
    const packed = gzipSync('a\n'.repeat(50_000) + String(Array.from({ length: 20_000 }, (_, index) => index * 7919)));
    expect(await sentenceOf(linesOf(packed.subarray(0, packed.length / 2)))).toContain('is damaged or cut short');
    const broken = Buffer.from(packed);
    broken.fill(7, 100, 400);
    expect(await sentenceOf(linesOf(broken))).toContain('is damaged or cut short');
    expect(() => openLines(directory, process.stdin)).toThrow('is a directory');
    expect(() => openLines(join(directory, 'no'), process.stdin)).toThrow('there is no file');
  });
});
