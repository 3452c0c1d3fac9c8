import { readFileSync } from 'node:fs';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import type { Estimate } from '@floorwalk/shared/simulation/estimate';
import type { QueueResult, SimulationResult } from '@floorwalk/shared/simulation/simulation-result';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { printJson } from './json-cases.ts';
import { simulateInWorker } from './simulate-in-worker.ts';

const example = `{
    "seed": 1, "replications": 50, "intervalMinutes": 30,
    "queues": [{ "id": "sales", "arrivals": [80, 110, 100], "targetSec": 20,
                 "handleTime": { "kind": "lognormal", "meanSec": 300, "cv": 1 },
                 "patience": { "kind": "exponential", "meanSec": 180 } }],
    "groups": [{ "id": "team", "agents": [16, 21, 19], "skills": [{ "queue": "sales" }] }]
  }`;

export const command: CliCommand = {
  register(program) {
    program
      .command('simulate')
      .description('simulate a floor from a scenario: queues, groups with skills, changing demand and staff')
      .argument('<scenario.json>', 'what arrives, who serves, for how long; docs/simulation.md explains every field')
      .option('--json', 'print JSON')
      .addHelpText('after', `\nA scenario:\n  ${example}\n\nProgress is on stderr; Ctrl-C cancels.`)
      .action(async (file: string, options: { json?: boolean }) => {
        const result = await run(readScenario(file));
        if (options.json) printJson(result);
        else process.stdout.write(asText(result));
      });
  },
};

function readScenario(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CliError(`${file} cannot be read (${error instanceof Error ? error.message : 'unknown'})`, {
      remedy: 'name a scenario written as JSON; see --help for one',
      cause: error,
    });
  }
}

async function run(scenario: unknown): Promise<SimulationResult> {
  const cancelled = new AbortController();
  const cancel = (): void => cancelled.abort();
  process.once('SIGINT', cancel);
  let saidAt = performance.now();
  try {
    return await simulateInWorker(
      scenario,
      ({ done, replications, contacts }) => {
        // Where nobody watches, a line a second is enough.
        const now = performance.now();
        const line = `${done} of ${replications} replications, ${contacts} contacts`;
        if (process.stderr.isTTY) process.stderr.write(`\r${line}${done === replications ? '\n' : ' '}`);
        else if (done === replications || now - saidAt > 1000) {
          process.stderr.write(`${line}\n`);
          saidAt = now;
        }
      },
      cancelled.signal,
    );
  } catch (error) {
    if (cancelled.signal.aborted) throw new CliError('the simulation was cancelled', { exitCode: 130 });
    if (error instanceof InputError) throw new CliError(error.message, { cause: error });
    throw error;
  } finally {
    process.removeListener('SIGINT', cancel);
  }
}

function asText({ queues, replications, contacts, confidence }: SimulationResult): string {
  const head = `${replications} replications, ${contacts} contacts; ± holds the truth in ${confidence * 100} % of cases\n`;
  return `${head}${queues.map(queueAsText).join('')}`;
}

function queueAsText({ id, day }: QueueResult): string {
  const seconds = (value: number | null): string => (value === null ? '–' : `${value} s`);
  const rows: [string, string][] = [
    ['contacts a day', number(day.offered, 1)],
    ['service level', percent(day.slOffered)],
    ['waited', percent(day.pWait)],
    ['left unanswered', percent(day.abandonRate)],
    ['mean wait of the answered', number(day.asaSec, 1, ' s')],
    [
      'wait of 50, 80, 90, 95 %',
      [day.p50WaitSec, day.p80WaitSec, day.p90WaitSec, day.p95WaitSec].map(seconds).join(', '),
    ],
    ['waiting on average', number(day.meanQueue, 2)],
    ['in progress on average', number(day.meanBusy, 2)],
    ['chose to be called back', number(day.callbacks, 1)],
  ];
  if (day.unresolved > 0) rows.push(['never served, all replications', String(day.unresolved)]);
  return `\n${id}\n${rows.map(([name, value]) => `  ${name.padEnd(32)}${value}`).join('\n')}\n`;
}

function percent(estimate: Estimate | null): string {
  return estimate === null ? '–' : `${(estimate.value * 100).toFixed(2)} % ± ${(estimate.half * 100).toFixed(2)}`;
}

function number(estimate: Estimate | null, digits: number, unit = ''): string {
  return estimate === null ? '–' : `${estimate.value.toFixed(digits)}${unit} ± ${estimate.half.toFixed(digits)}`;
}
