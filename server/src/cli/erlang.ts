import type { CliCommand } from './cli-command.ts';
import { answerErlangCase } from './erlang-case.ts';
import { answerJsonCases, type JsonAnswer, markFailure, printJson } from './json-cases.ts';
import { readStdin } from './read-stdin.ts';

const example =
  '{"id":"x","model":"C","input":{"servers":14,"calls":100,"intervalSec":1800,"ahtSec":180,"targetSec":20}}';

export const command: CliCommand = {
  register(program) {
    program
      .command('erlang')
      .description('answer Erlang B, C and A for one case or an array of cases on stdin')
      .option('--json', 'print JSON: [{ id, output }], or [{ id, error, field }] for a case that cannot be answered')
      .addHelpText('after', `\nExample:\n  echo '${example}' | floorwalk erlang --json`)
      .action(async (options: { json?: boolean }) => {
        const answers = answerJsonCases(await readStdin('one case or an array of cases as JSON'), answerErlangCase);
        markFailure(answers);
        if (options.json) printJson(answers);
        else process.stdout.write(`${answers.map(asText).join('\n')}\n`);
      });
  },
};

function asText(answer: JsonAnswer): string {
  if ('error' in answer) return `${String(answer.id)}\n  cannot be answered: ${answer.error}`;
  const lines = Object.entries(answer.output).map(([name, value]) => `  ${name.padEnd(28)}${String(value)}`);
  return [String(answer.id), ...lines].join('\n');
}
