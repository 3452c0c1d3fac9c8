import { describe, expect, it } from 'vitest';
import { FloorGenerator } from '../dev/floor-generator.ts';
import { judgeNumbers } from './queue-severity.ts';

const NOW = Date.UTC(2026, 2, 10, 9);
const quiet = {
  ...new FloorGenerator(1, { queues: 1, agents: 0, bots: 0, teams: 1 }, NOW).queues[0],
  waitingCount: 0,
  oldestQueuedAt: null,
  inServiceCount: 2,
  agents: [1, 0, 2, 0, 0, 0],
  serviceLevelThresholdMs: 20_000,
  serviceLevelTarget: 0.8,
} as unknown as Parameters<typeof judgeNumbers>[0];
const level = (within: number, of: number) => ({
  value: of === 0 ? null : within / of,
  numerator: within,
  denominator: of,
});
const waits = (seconds: number) => ({ ...quiet, waitingCount: 1, oldestQueuedAt: NOW - seconds * 1_000 });

describe('how bad a queue is', () => {
  it.each([
    ['all is well', quiet, level(90, 100), 'ok', null],
    ['a wait up to the threshold', waits(20), level(90, 100), 'ok', null],
    ['a wait past the threshold', waits(21), level(90, 100), 'attention', 'longest-wait'],
    ['a wait of three times the threshold', waits(60), level(90, 100), 'critical', 'longest-wait'],
    ['a service level on the target', quiet, level(80, 100), 'ok', null],
    ['a service level under the target', quiet, level(79, 100), 'attention', 'service-level'],
    ['a service level far under the target', quiet, level(64, 100), 'critical', 'service-level'],
    ['a low service level of few contacts', quiet, level(0, 9), 'ok', null],
    ['no service level at all', quiet, level(0, 0), 'ok', null],
    [
      'contacts waiting with nobody signed in',
      { ...waits(1), agents: [0, 0, 0, 0, 0, 5], inServiceCount: 0 },
      level(90, 100),
      'critical',
      'agents-signed-in',
    ],
    ['nothing going on', { ...quiet, inServiceCount: 0 }, level(0, 0), 'idle', null],
  ] as const)('%s', (_title, row, serviceLevel, severity, metric) => {
    expect(judgeNumbers(row as never, serviceLevel, NOW)).toMatchObject({ severity, metric });
  });
});
