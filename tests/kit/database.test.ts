import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { createDatabase } from './create-database.ts';
import { useDatabase } from './database.ts';

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe('test databases', () => {
  const database = useDatabase();

  it('a database is migrated: the event log is there and empty', async () => {
    expect(await ask(database.url, 'select count(*)::int as count from event_log')).toEqual([{ count: 0 }]);
  });

  it('what one database is given, another made at the same time does not see', async () => {
    const [first, second] = await Promise.all([createDatabase(), createDatabase()]);
    await ask(first.url, 'create table only_here (x int)');
    await expect(ask(second.url, 'select * from only_here')).rejects.toThrow('only_here');
    await Promise.all([first.drop(), second.drop()]);
    await expect(ask(first.url, 'select 1')).rejects.toThrow('does not exist');
  });
});
