import { expect, it } from 'vitest';
import { createProgressBar } from './progress-bar.ts';

function drawn(isTTY: boolean) {
  const written: string[] = [];
  let now = 0;
  const terminal = { isTTY, columns: 50, write: (text: string) => written.push(text) };
  const bar = createProgressBar(terminal, () => now);
  return { bar, written, pass: (ms: number) => (now += ms) };
}

it('draws at most ten times a second, never longer than the line, and takes itself away', () => {
  const { bar, written, pass } = drawn(true);
  bar.show(0.5, 'x'.repeat(200));
  bar.show(0.6, 'too soon');
  pass(100);
  bar.show(undefined, 'later');
  bar.clear();
  expect(written).toHaveLength(3);
  expect(written[0]).toContain('[============            ]  50 %');
  // Without the carriage return and the erasing of the line.
  expect((written[0] ?? '').length - 5).toBeLessThan(50);
  expect(written[1]).toContain('later');
  expect(written[2]).toBe('\r\u001B[2K');
});

it('says nothing where no terminal is', () => {
  const { bar, written } = drawn(false);
  bar.show(0.5, 'x');
  bar.clear();
  expect(written).toEqual([]);
});
