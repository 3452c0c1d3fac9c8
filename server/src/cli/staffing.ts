import { checkNumber } from '@floorwalk/shared/numeric/check-number';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import {
  requiredServers,
  type RequiredServersInput,
  type RequiredServersOutput,
  type ServiceLevelName,
} from '@floorwalk/shared/staffing/required-servers';
import { type ShrinkageCategory, shrinkageOf } from '@floorwalk/shared/staffing/shrinkage';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { answerJsonCases, printAnswers, printJson } from './json-cases.ts';
import { inFlags, parseDuration, parseNumber, parseShare, parseTarget } from './quantity.ts';
import { readStdin } from './read-stdin.ts';

interface StaffingOptions {
  readonly calls?: string;
  readonly interval: string;
  readonly aht?: string;
  readonly target: string;
  readonly patience?: string;
  readonly maxOccupancy?: string;
  readonly maxAbandon?: string;
  readonly shrinkage?: string;
  readonly minimum?: string;
  readonly serviceLevel?: string;
  readonly json?: boolean;
}

const serviceLevels: Record<string, ServiceLevelName> = {
  offered: 'slOffered',
  answered: 'slAnswered',
  'excluding-short-abandons': 'slExclShortAbandons',
};

export const command: CliCommand = {
  register(program) {
    program
      .command('staffing')
      .description('the agents a service target needs, by Erlang C, or by Erlang A where a patience is given')
      .option('--calls <n>', 'contacts expected in the interval (without it: cases as JSON on stdin)')
      .option('--interval <duration>', 'length of the interval', '30m')
      .option('--aht <duration>', 'mean handle time')
      .option('--target <share/seconds>', 'service target: 80/20 is 80 % within 20 seconds', '80/20')
      .option('--patience <duration>', 'mean patience of a contact')
      .option('--max-occupancy <share>', 'highest share of time on contacts')
      .option('--max-abandon <share>', 'highest share of contacts that may leave (with --patience)')
      .option(
        '--shrinkage <share>',
        'paid time not on contacts: 0.3, or by cause: holiday=0.08,unplanned:sickness=0.05',
      )
      .option('--minimum <n>', 'agents kept whatever the load')
      .option('--service-level <name>', `which service level is meant: ${Object.keys(serviceLevels).join(', ')}`)
      .option('--json', 'print JSON')
      .action(async (options: StaffingOptions) => {
        if (options.calls === undefined) {
          const text = await readStdin('--calls, or one case or an array of cases as JSON');
          printAnswers(answerJsonCases(text, ({ input }) => requiredServers(asRequirement(input))));
          return;
        }
        const output = answerStaffing(options);
        if (options.json) printJson(output);
        else process.stdout.write(asText(output));
      });
  },
};

/** What is needed for what was typed; throws CliError in the words of the flags. */
export function answerStaffing(options: StaffingOptions): RequiredServersOutput {
  try {
    return requiredServers(requirementOf(options));
  } catch (error) {
    if (error instanceof InputError) throw new CliError(inFlags(error, flagOf), { cause: error });
    throw error;
  }
}

const flagOf: Readonly<Record<string, string>> = {
  erlangs: 'the load (--calls × --aht ÷ --interval)',
  calls: '--calls',
  intervalSec: '--interval',
  ahtSec: '--aht',
  patienceSec: '--patience',
  targetSL: '--target',
  targetSec: '--target',
  maxOccupancy: '--max-occupancy',
  maxAbandon: '--max-abandon',
  shrinkage: '--shrinkage',
  minimumServers: '--minimum',
};

function requirementOf(options: StaffingOptions): RequiredServersInput {
  if (options.aht === undefined)
    throw new CliError('--aht is missing', { remedy: 'give the mean handle time, e.g. --aht 180s' });
  const { serviceLevel } = options;
  const named = serviceLevel === undefined ? 'slOffered' : serviceLevels[serviceLevel];
  if (named === undefined) {
    throw new CliError(`--service-level ${serviceLevel} is not known`, {
      remedy: `choose one of ${Object.keys(serviceLevels).join(', ')}`,
    });
  }
  const share = (flag: string, text: string | undefined): number | null =>
    text === undefined ? null : parseShare(flag, text);
  return {
    calls: parseNumber('--calls', options.calls ?? ''),
    intervalSec: parseDuration('--interval', options.interval),
    ahtSec: parseDuration('--aht', options.aht),
    patienceSec: options.patience === undefined ? null : parseDuration('--patience', options.patience),
    ...parseTarget('--target', options.target),
    serviceLevel: named,
    maxOccupancy: share('--max-occupancy', options.maxOccupancy) ?? 1,
    maxAbandon: share('--max-abandon', options.maxAbandon),
    shrinkage: options.shrinkage === undefined ? 0 : parseShrinkage(options.shrinkage),
    minimumServers: options.minimum === undefined ? 0 : parseNumber('--minimum', options.minimum),
  };
}

/** One share, or a list of causes: `holiday=0.08,unplanned:sickness=0.05`. A cause is planned unless it says otherwise. */
function parseShrinkage(text: string): number {
  if (!text.includes('=')) return parseShare('--shrinkage', text);
  const categories = text.split(',').map((item): ShrinkageCategory => {
    const [name = '', share = ''] = item.split('=');
    const [kind, cause] = name.includes(':') ? name.split(':') : ['planned', name];
    if (cause === undefined || cause.trim() === '' || (kind !== 'planned' && kind !== 'unplanned')) {
      throw new CliError(`--shrinkage cannot be read: ${item}`, {
        remedy: 'write cause=share or unplanned:cause=share, parted by commas',
      });
    }
    return { cause: cause.trim(), kind, share: parseShare('--shrinkage', share) };
  });
  return shrinkageOf(categories).total;
}

/** Inputs by name from JSON; `requiredServers` judges the numbers. */
function asRequirement(input: Record<string, unknown>): RequiredServersInput {
  const optional = (field: string): number | null => {
    const value = input[field];
    return value === undefined || value === null ? null : checkNumber(field, value);
  };
  const serviceLevel = input['serviceLevel'] ?? 'slOffered';
  const named = Object.values(serviceLevels).find((name) => name === serviceLevel);
  if (named === undefined) {
    throw new InputError('serviceLevel', `must be one of ${Object.values(serviceLevels).join(', ')}`);
  }
  return {
    calls: checkNumber('calls', input['calls']),
    intervalSec: checkNumber('intervalSec', input['intervalSec']),
    ahtSec: checkNumber('ahtSec', input['ahtSec']),
    patienceSec: optional('patienceSec'),
    targetSec: checkNumber('targetSec', input['targetSec']),
    targetSL: checkNumber('targetSL', input['targetSL']),
    serviceLevel: named,
    maxOccupancy: optional('maxOccupancy') ?? 1,
    maxAbandon: optional('maxAbandon'),
    shrinkage: optional('shrinkage') ?? 0,
    minimumServers: optional('minimumServers') ?? 0,
  };
}

const reasons: Record<RequiredServersOutput['decidedBy'], string> = {
  'service-level': 'the service level',
  occupancy: 'the occupancy cap',
  abandonment: 'the abandonment limit',
  minimum: 'the minimum staffing',
};

function asText(output: RequiredServersOutput): string {
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const rows: [string, string][] = [
    ['model', output.model === 'C' ? 'Erlang C (nobody leaves)' : 'Erlang A (with patience)'],
    ['load', `${output.erlangs.toFixed(2)} erlangs`],
    ['agents at work', `${output.servers} (decided by ${reasons[output.decidedBy]})`],
    ['people to schedule', String(output.scheduledHeadcount)],
    ['service level', percent(output.slAtServers)],
    [
      'service level with one agent fewer',
      output.slAtServersForSLMinus1 === null ? '–' : percent(output.slAtServersForSLMinus1),
    ],
    ['occupancy', percent(output.occupancy)],
    ['wait at all', percent(output.pWait)],
    ['mean wait', Number.isFinite(output.asa) ? `${output.asa.toFixed(1)} s` : '–'],
    ['leave before they are answered', output.model === 'C' ? '–' : percent(output.pAbandon)],
  ];
  return `${rows.map(([name, value]) => name.padEnd(36) + value).join('\n')}\n`;
}
