/** The servers of this test run, and a mark that keeps its names apart from other runs'. */
export interface TestServices {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly run: string;
}

/** What the global set-up started or found. Throws when a test was started without it. */
export function testServices(): TestServices {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, FLOORWALK_TEST_RUN: run } = process.env;
  if (databaseUrl === undefined || redisUrl === undefined || run === undefined) {
    throw new Error('no services: run the tests with the configuration at the root of the project');
  }
  return { databaseUrl, redisUrl, run };
}
