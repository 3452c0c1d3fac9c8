import { currentEnvironment } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';

export const command: CliCommand = {
  register(program) {
    program
      .command('migrate')
      .description('bring the tables of DATABASE_URL up to this version (start does it by itself)')
      .action(async () => {
        const { databaseUrl } = currentEnvironment();
        if (databaseUrl === undefined) {
          throw new CliError('DATABASE_URL is not set', { remedy: 'set it to the PostgreSQL server to prepare' });
        }
        await migrate(databaseUrl);
        process.stderr.write('The tables are up to date.\n');
      });
  },
};
