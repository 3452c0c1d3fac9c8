import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * Packages are tested from their sources. Only this one condition may be added: naming the usual ones too makes Node
 * packages such as `pg` load twice.
 */
const fromSources = { ssr: { resolve: { conditions: ['floorwalk-source'] } } };

const withServices = { globalSetup: ['tests/kit/global-set-up.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // One worker for every core: the tests that wait for a server leave room for those that count.
    maxWorkers: Math.max(2, availableParallelism()),
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
      { ...fromSources, test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 60_000 } },
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
