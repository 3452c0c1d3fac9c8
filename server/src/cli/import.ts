import type { CliCommand } from './cli-command.ts';
import { runTransfer, withTransferOptions, type TransferCommandOptions } from './files/transfer-command.ts';

type Options = TransferCommandOptions & { readonly keepClock?: boolean };

export const command: CliCommand = {
  register(program) {
    withTransferOptions(program.command('import'))
      .description('Send a file into the log as fast as it goes; what is there already is passed over')
      .option('--keep-clock', 'leave the clock of the site alone (default: it shows the time of its latest event)')
      .action(async (file: string, { keepClock, ...options }: Options) => {
        await runTransfer(file, { ...options, speed: 'max', keepsClock: keepClock ?? false });
      });
  },
};
