import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Packages are tested from their sources. Only this one condition may be added: naming the usual ones too makes Node
 * packages such as `pg` load twice.
 */
const fromSources = { ssr: { resolve: { conditions: ['floorwalk-source'] } } };

/**
 * The first that matches is where a file stands in line. Files that wait most of their time, for processes that start, are killed and are missed,
 * come first: begun last, they would run alone. Those without services come last, the longest of them before the many short ones.
 */
const ORDER: readonly RegExp[] = [
  /\/tests\/integration\/start\.test/,
  /\/tests\/chaos\/(escalation-flush|killed-processes)\.test/,
  /\/tests\/(chaos|integration)\//,
  /\/(server\/src|tests\/(kit|simulation))\//,
  /\/tests\/contract\//,
  /\/(shared|client)\//,
];
const placeOf = ({ moduleId }: TestSpecification): number => ORDER.findIndex((place) => place.test(moduleId));

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: WaitingFirst },
    // More than there are cores: the tests that wait for a server or a process leave room for those that count.
    maxWorkers: availableParallelism() + 2,
    // Files share a worker's modules: reading the server anew for every file costs more than some tests. A worker serves one project only, so there are no more than two.
    projects: [
      {
        ...fromSources,
        test: {
          name: 'services',
          isolate: false,
          include: ['server/src/**/*.test.ts', 'tests/{kit,integration,simulation,chaos}/**/*.test.ts'],
          // Each file has its own database and key prefix.
          globalSetup: ['tests/kit/global-set-up.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...fromSources,
        test: {
          name: 'alone',
          isolate: false,
          include: ['shared/src/**/*.test.ts', 'client/src/**/*.test.{ts,tsx}', 'tests/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
