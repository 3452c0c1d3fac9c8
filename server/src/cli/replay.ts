import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { runTransfer, withTransferOptions, type TransferCommandOptions } from './files/transfer-command.ts';

type Options = TransferCommandOptions & { readonly speed: string; readonly at?: string };

/** What `site.clock-set` takes. */
const FASTEST = 100_000;

export const command: CliCommand = {
  register(program) {
    withTransferOptions(program.command('replay'))
      .description('Live through a file: the site runs in the time of the file, at a speed')
      .option('--speed <factor>', 'seconds of the file per second of the wall, or max', '1')
      .option('--at <time>', 'begin at this local time of the file; what comes before is sent at once')
      .action(async (file: string, { speed, ...options }: Options) => {
        await runTransfer(file, { ...options, speed: readSpeed(speed) });
      });
  },
};

function readSpeed(text: string): number | 'max' {
  if (text === 'max') return 'max';
  const speed = /^\d{1,6}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (speed > 0 && speed <= FASTEST) return speed;
  throw new CliError(`--speed is ${JSON.stringify(text)}`, { remedy: `use a number up to ${FASTEST}, or max` });
}
