import { checkNumber } from '@floorwalk/shared/numeric/check-number';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import {
  waitForPlace,
  type WaitForPlaceInput,
  type WaitForPlaceOutput,
} from '@floorwalk/shared/staffing/wait-for-place';
import { Option } from 'commander';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { answerJsonCases, printAnswers, printJson } from './json-cases.ts';
import { inFlags, parseDuration, parseNumber } from './quantity.ts';
import { readStdin } from './read-stdin.ts';

interface EwtOptions {
  readonly ahead?: string;
  readonly waiting?: string;
  readonly servers?: string;
  readonly agents?: string;
  readonly aht?: string;
  readonly patience?: string;
  readonly json?: boolean;
}

export const command: CliCommand = {
  register(program) {
    program
      .command('ewt')
      .description('the estimated wait of the next contact, as a distribution, while all agents are busy')
      .option('--ahead <n>', 'contacts waiting ahead of it (without it: cases as JSON on stdin)')
      .addOption(new Option('--waiting <n>', 'the same as --ahead').hideHelp())
      .option('--servers <n>', 'agents serving')
      .addOption(new Option('--agents <n>', 'the same as --servers').hideHelp())
      .option('--aht <duration>', 'mean handle time')
      .option('--patience <duration>', 'mean patience of those ahead')
      .option('--json', 'print JSON, in seconds')
      .action(async (options: EwtOptions) => {
        const ahead = options.ahead ?? options.waiting;
        if (ahead === undefined) {
          const text = await readStdin('--ahead, or one case or an array of cases as JSON');
          printAnswers(answerJsonCases(text, ({ input }) => waitForPlace(asQuestion(input))));
          return;
        }
        const output = answerEwt(ahead, options);
        if (options.json) printJson(output);
        else process.stdout.write(asText(output));
      });
  },
};

const flagOf: Readonly<Record<string, string>> = {
  aheadInQueue: '--ahead',
  servers: '--servers',
  ahtSec: '--aht',
  patienceSec: '--patience',
};

/** The wait behind `ahead` others as typed; throws CliError in the words of the flags. */
export function answerEwt(ahead: string, options: EwtOptions): WaitForPlaceOutput {
  const servers = options.servers ?? options.agents;
  if (servers === undefined)
    throw new CliError('--servers is missing', { remedy: 'give the agents serving, e.g. --servers 10' });
  if (options.aht === undefined)
    throw new CliError('--aht is missing', { remedy: 'give the mean handle time, e.g. --aht 180s' });
  try {
    return waitForPlace({
      aheadInQueue: wholeNumber('aheadInQueue', parseNumber('--ahead', ahead)),
      servers: parseNumber('--servers', servers),
      ahtSec: parseDuration('--aht', options.aht),
      patienceSec: options.patience === undefined ? null : parseDuration('--patience', options.patience),
    });
  } catch (error) {
    if (error instanceof InputError) throw new CliError(inFlags(error, flagOf), { cause: error });
    throw error;
  }
}

function asQuestion(input: Record<string, unknown>): WaitForPlaceInput {
  const patience = input['patienceSec'] ?? null;
  return {
    aheadInQueue: wholeNumber('aheadInQueue', checkNumber('aheadInQueue', input['aheadInQueue'])),
    servers: checkNumber('servers', input['servers']),
    ahtSec: checkNumber('ahtSec', input['ahtSec']),
    patienceSec: patience === null ? null : checkNumber('patienceSec', patience),
  };
}

/** People in a queue come whole. */
function wholeNumber(field: string, value: number): number {
  if (Number.isFinite(value) && !Number.isInteger(value))
    throw new InputError(field, `must be a whole number, not ${value}`);
  return value;
}

function asText(output: WaitForPlaceOutput): string {
  const rows: [string, number][] = [
    ['mean', output.mean],
    ['not exceeded by 50 %', output.p50],
    ['not exceeded by 80 %', output.p80],
    ['not exceeded by 90 %', output.p90],
    ['not exceeded by 95 %', output.p95],
  ];
  const seconds = (value: number): string =>
    Number.isFinite(value) ? `${value.toFixed(1)} s` : 'no end in sight: nobody serves';
  return `${rows.map(([name, value]) => name.padEnd(24) + seconds(value)).join('\n')}\n`;
}
