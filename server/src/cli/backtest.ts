import { readFile } from 'node:fs/promises';
import { createBacktest, type BacktestFiring, type UnwatchedRule } from '@floorwalk/shared/alerts/backtest';
import { DEFAULT_RULES } from '@floorwalk/shared/alerts/default-rules';
import { inhibitionFault } from '@floorwalk/shared/alerts/inhibition-fault';
import { readRules, RulesError } from '@floorwalk/shared/alerts/read-rules';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { formatLocal } from '@floorwalk/shared/kit/zone';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { describeTally } from './files/describe-tally.ts';
import { formatHelp, translatorNamed, zoneNamed } from './files/file-options.ts';
import { createProgressBar } from './files/progress-bar.ts';
import { readEvents } from './files/read-events.ts';
import { openLines } from './files/read-lines.ts';

export type BacktestFileOptions = { readonly format: string; readonly zone?: string; readonly rules?: string };

/** A firing with its moments in local time of the file, ISO 8601 with offset. */
export type FiringRow = Omit<BacktestFiring, 'pendingAt' | 'firedAt' | 'resolvedAt'> & {
  readonly pendingAt: string;
  readonly firedAt: string;
  readonly resolvedAt: string | null;
};

/** Runs rules over a file (`-`: standard input) in memory. Throws CliError. */
export async function backtestFile(
  path: string,
  options: BacktestFileOptions,
  onProgress: (share: number | undefined, rowCount: number) => void,
): Promise<{ firings: FiringRow[]; notes: string[] }> {
  const translator = translatorNamed(options.format);
  const zone = zoneNamed(options.zone, translator.zone);
  const rules = options.rules === undefined ? DEFAULT_RULES : await rulesOf(options.rules);
  const backtest = createBacktest(rules);
  const lines = openLines(path, process.stdin);
  const reading = readEvents(lines, {
    path,
    translator,
    translation: { source: translator.name, zone },
    holdsAll: true,
    onBatch: () => {
      const { totalBytes } = lines;
      onProgress(totalBytes === undefined ? undefined : lines.bytesRead() / totalBytes, reading.tally.rowCount);
    },
  });
  let position = 0;
  for await (const batch of reading.batches) {
    for (const event of batch) {
      position += 1;
      backtest.fold({ ...event, position, recordedAt: event.time });
    }
  }
  const firings = backtest.end().map((firing): FiringRow => ({
    ...firing,
    pendingAt: formatLocal(zone, firing.pendingAt),
    firedAt: formatLocal(zone, firing.firedAt),
    resolvedAt: firing.resolvedAt === null ? null : formatLocal(zone, firing.resolvedAt),
  }));
  return { firings, notes: [...describeTally(reading), ...backtest.unwatched().map(describeUnwatched)] };
}

async function rulesOf(path: string): Promise<readonly AlertRule[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new CliError(`--rules: ${path} cannot be read`, { remedy: 'give the path of a JSON file', cause: error });
  }
  try {
    const rules = readRules(JSON.parse(text));
    const known = new Map(rules.map((rule) => [rule.id, rule]));
    for (const [index, rule] of rules.entries()) {
      const fault = inhibitionFault(known, rule);
      if (fault !== null) throw new RulesError(`/${index}/inhibitedBy/${fault.index}`, fault.message);
    }
    return rules;
  } catch (error) {
    if (error instanceof RulesError)
      throw new CliError(`--rules: ${error.message} (at ${error.pointer})`, { cause: error });
    if (error instanceof SyntaxError)
      throw new CliError(`--rules: ${path} is not JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

/** A rule about nothing in the file would be quiet without saying why. */
function describeUnwatched({ rule, ids }: UnwatchedRule): string {
  const { table } = rule.subject;
  return ids.length === 0
    ? `rule “${rule.id}” watched nothing: the file tells of no ${table}`
    : `rule “${rule.id}” did not find ${table} ${ids.join(', ')}`;
}

function firingTable(firings: readonly FiringRow[]): string {
  if (firings.length === 0) return 'No rule would have fired.\n';
  const lines = firings.map((firing) =>
    [
      firing.firedAt,
      firing.resolvedAt ?? 'still firing',
      firing.paged ? 'page' : '    ',
      firing.severity.padEnd(8),
      firing.rule,
      firing.subject,
    ].join('  '),
  );
  return `${lines.join('\n')}\n`;
}

export const command: CliCommand = {
  register(program) {
    program
      .command('backtest')
      .description('Show when alert rules would have fired over a file of contacts, without any server')
      .argument('<file>', 'plain or gzip; - is standard input')
      .requiredOption('--format <name>', formatHelp)
      .option('--rules <file>', 'rules as JSON (default: those every new site starts with)')
      .option('--zone <name>', "time zone of the file's local times (default: the format's own)")
      .option('--json', 'print the firings as JSON, and nothing else, on stdout')
      .action(async (file: string, options: BacktestFileOptions & { json?: boolean }) => {
        const bar = createProgressBar(process.stderr, () => performance.now());
        const { firings, notes } = await backtestFile(file, options, (share, rowCount) => {
          bar.show(share, `${rowCount.toLocaleString('en-US')} rows`);
        }).finally(() => bar.clear());
        process.stdout.write(options.json === true ? `${JSON.stringify(firings, null, 1)}\n` : firingTable(firings));
        process.stderr.write(`${notes.join('\n')}\n`);
      });
  },
};
