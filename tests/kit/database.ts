import { afterAll, beforeAll } from 'vitest';
import { createDatabase } from './create-database.ts';
import type { TestDatabase } from './create-database.ts';

/** A database of its own for the tests of one file: made before them, dropped after them. `url` is there once they run. */
export function useDatabase(): { readonly url: string } {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  return {
    get url(): string {
      if (database === undefined)
        throw new Error('the database is made before the first test of the file, not earlier');
      return database.url;
    },
  };
}
