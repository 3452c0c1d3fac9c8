import { currentEnvironment } from '../config.ts';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { runStart } from './run-start.ts';
import type { StartHooks } from './run-start.ts';

/** Options as commander gives them. */
interface Given {
  readonly port?: string;
  readonly host?: string;
  readonly roles?: string;
  readonly demo: boolean;
  readonly speed: string;
  readonly seed: string;
  readonly log: string;
}

/** The command, with what a caller has to add to it: the start script builds the client while services come up. */
export function startCommand(hooks: StartHooks): CliCommand {
  return {
    register(program) {
      program
        .command('start')
        .description('start Floorwalk and everything it needs, and keep it running until Ctrl-C')
        .option('--port <number>', 'port to listen on, 0 for any free one')
        .option('--host <address>', 'address to listen on; 0.0.0.0 for every network this machine is in')
        .option('--roles <list>', 'what to run in this process: api, fold, jobs')
        .option('--no-demo', 'without the demo floor: for a floor of your own')
        .option('--speed <number>', 'how fast the demo floor lives, 1 to 600', '1')
        .option('--seed <number>', 'which demo floor', '1')
        .option('--log <where>', 'file (in the state directory) or stdout', 'file')
        .action(async (given: Given) => {
          const environment = currentEnvironment({ PORT: given.port, HOST: given.host, ROLES: given.roles });
          if (given.log !== 'file' && given.log !== 'stdout') {
            throw new CliError(`--log is ${JSON.stringify(given.log)}, but should be file or stdout`);
          }
          await runStart(
            {
              environment,
              demo: given.demo && environment.demo !== false && environment.roles.includes('api'),
              speed: numberOption('--speed', given.speed, 0.1, 600),
              seed: numberOption('--seed', given.seed, 0, 4_294_967_295),
              log: given.log,
            },
            hooks,
          );
        });
    },
  };
}

export const command: CliCommand = startCommand({});

function numberOption(name: string, value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number) || number < least || number > most) {
    throw new CliError(`${name} is ${JSON.stringify(value)}, but should be a number from ${least} to ${most}`);
  }
  return number;
}
