import { InputError } from '@floorwalk/shared/numeric/input-error';
import { CliError } from './cli-error.ts';

/** One question on stdin: its id, its model where it has one, and the named inputs. */
export interface JsonCase {
  readonly id: unknown;
  readonly model: unknown;
  readonly input: Record<string, unknown>;
}

/** One answer on stdout: the output, or what was wrong with which input. */
export type JsonAnswer =
  | { readonly id: unknown; readonly output: object }
  | {
      readonly id: unknown;
      readonly error: string;
      readonly field: string;
      /** Where on stdin the input at fault stands, or should: a JSON pointer. */
      readonly pointer: string;
    };

/** The most cases answered at once. */
const mostCases = 100_000;

/**
 * Answers one case or an array of them, given as JSON text. A case is `{ id, model, input: { … } }`, or has its inputs beside
 * `id`; without an id it is known by its position, from 1. A case that cannot be answered is answered with an error that
 * names the input at fault; the others are answered all the same.
 */
export function answerJsonCases(text: string, answer: (asked: JsonCase) => object): JsonAnswer[] {
  const { cases, isList } = readCases(text);
  return cases.map((value, index): JsonAnswer => {
    const at = isList ? `/${index}` : '';
    const { id = index + 1, model, input, ...beside } = isRecord(value) ? value : {};
    const hasInput = input !== undefined;
    try {
      if (!isRecord(value)) throw new InputError('case', 'must be an object with its inputs by name');
      if (hasInput && !isRecord(input)) throw new InputError('input', 'must be an object with the inputs by name');
      const inputs = isRecord(input) ? input : beside;
      return { id, output: answer({ id, model: model ?? inputs['model'], input: inputs }) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { field, message } = error;
      const isWhole = field === 'case';
      const isOutside = field === 'input' || field === 'model';
      const pointer = isWhole ? at : `${at}${hasInput && !isOutside ? '/input' : ''}/${field.replaceAll('.', '/')}`;
      return { id, error: message, field, pointer };
    }
  });
}

/** Prints answers as JSON. The exit code of the process is 1 where there were cases and none could be answered. */
export function printAnswers(answers: readonly JsonAnswer[]): void {
  markFailure(answers);
  printJson(answers);
}

/** Sets the exit code to 1 where there were cases and none could be answered. */
export function markFailure(answers: readonly JsonAnswer[]): void {
  if (answers.length > 0 && answers.every((one) => 'error' in one)) process.exitCode = 1;
}

/** JSON as answered: numbers that are infinite are null, as JSON has none. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function readCases(text: string): { readonly cases: readonly unknown[]; readonly isList: boolean } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new CliError(`stdin is not JSON (${error instanceof Error ? error.message : 'unreadable'})`, {
      remedy: 'write one case as an object, or an array of them',
    });
  }
  const cases: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (cases.length > mostCases)
    throw new CliError(`stdin holds ${cases.length} cases`, { remedy: `ask at most ${mostCases}` });
  return { cases, isList: Array.isArray(parsed) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
