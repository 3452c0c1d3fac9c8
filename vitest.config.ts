import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Packages are tested from their sources. Only this one condition may be added: naming the usual ones too makes Node
 * packages such as `pg` load twice.
 */
const fromSources = { ssr: { resolve: { conditions: ['floorwalk-source'] } } };

/** Files share a worker's modules: each has its own database and key prefix, and reading the server anew for every file costs more than some tests. */
const withServices = {
  isolate: false,
  globalSetup: ['tests/kit/global-set-up.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** Files that wait most of their time, for processes that start, are killed and are missed: begun last, they would run alone. */
const WAITING = /\/tests\/(chaos\/|integration\/start\.test)/;

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(WAITING.test(b.moduleId)) - Number(WAITING.test(a.moduleId)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: WaitingFirst },
    // One more than there are cores: the tests that wait for a server leave room for those that count.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...fromSources,
        test: { name: 'shared', isolate: false, include: ['shared/src/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        ...fromSources,
        test: { name: 'client', isolate: false, include: ['client/src/**/*.test.{ts,tsx}'], testTimeout: 30_000 },
      },
      { ...fromSources, test: { name: 'server', include: ['server/src/**/*.test.ts'], ...withServices } },
      {
        ...fromSources,
        test: { name: 'contract', isolate: false, include: ['tests/contract/**/*.test.ts'], testTimeout: 60_000 },
      },
      {
        ...fromSources,
        test: {
          name: 'integration',
          include: ['tests/*.test.ts', 'tests/{kit,integration}/**/*.test.ts'],
          ...withServices,
        },
      },
      {
        ...fromSources,
        test: {
          name: 'simulation',
          include: ['tests/{simulation,chaos}/**/*.test.ts'],
          ...withServices,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
