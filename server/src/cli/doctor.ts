import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';

export const command: CliCommand = {
  register(program) {
    program.command('doctor').action(() => {
      throw new CliError('this build holds no server roles', { remedy: 'build the project again' });
    });
  },
};
