import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demandRoom, existingPart, freeBytesAt } from './disk.ts';

describe('room on the disk', () => {
  it('is that of the nearest directory there is', () => {
    expect(existingPart(join(tmpdir(), 'not', 'yet', 'there'))).toBe(tmpdir());
    expect(freeBytesAt(join(tmpdir(), 'not', 'yet', 'there'))).toBeGreaterThan(0);
  });

  // Linux has a file system of its own making that never has any room.
  it.runIf(process.platform === 'linux')('where there is none a start says so, and what to do', () => {
    expect(() => demandRoom('/proc', true)).toThrow('the disk of /proc has 0 MiB free, but 256 MiB are needed');
    expect(() => demandRoom('/proc', false)).toThrow('64 MiB are needed');
  });
});
