import { currentEnvironment } from '../config.ts';
import { checkHealth, checkMachine } from '../embedded/checks.ts';
import type { Check } from '../embedded/checks.ts';
import type { CliCommand } from './cli-command.ts';

const marks: Record<Check['state'], string> = { ok: '✓', missing: '✗', wrong: '✗' };

export const command: CliCommand = {
  register(program) {
    program
      .command('doctor')
      .description('say what is found, what is missing and what is wrong, with the remedy')
      .option('--running', 'only whether the Floorwalk started here is alive and reaches its servers')
      .option('--json', 'the same as JSON')
      .action(async (given: { running?: true; json?: true }) => {
        const environment = currentEnvironment();
        const checks = await (given.running ? checkHealth(environment, Date.now()) : checkMachine(environment));
        const ok = checks.every((check) => check.state === 'ok' || !check.needed);
        process.stdout.write(given.json ? `${JSON.stringify({ ok, checks }, null, 2)}\n` : asText(checks, ok));
        if (!ok) process.exitCode = 1;
      });
  },
};

function asText(checks: readonly Check[], ok: boolean): string {
  const width = Math.max(...checks.map((check) => check.name.length));
  const lines = checks.map((check) => {
    const remedy = check.remedy === undefined ? '' : `\n  ${' '.repeat(width)}  → ${check.remedy}`;
    const mark = check.state !== 'ok' && !check.needed ? '!' : marks[check.state];
    return `${mark} ${check.name.padEnd(width)}  ${check.found}${remedy}`;
  });
  return `${lines.join('\n')}\n${ok ? 'Everything Floorwalk needs is there.' : 'Something Floorwalk needs is not there.'}\n`;
}
