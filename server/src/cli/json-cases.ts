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
  | { readonly id: unknown; readonly error: string; readonly field: string };

/** The most cases answered at once. */
const mostCases = 100_000;

/**
 * Answers one case or an array of them, given as JSON text. A case is `{ id, model, input: { … } }`, or has its inputs beside
 * `id`; without an id it is known by its position, from 1. A case that cannot be answered is answered with an error that
 * names the input at fault; the others are answered all the same.
 */
export function answerJsonCases(text: string, answer: (asked: JsonCase) => object): JsonAnswer[] {
  return readCases(text).map((value, index) => {
    const asked = caseOf(value, index + 1);
    try {
      if (asked === undefined) throw new InputError('case', 'must be an object with its inputs by name');
      return { id: asked.id, output: answer(asked) };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { id: asked?.id ?? index + 1, error: error.message, field: error.field };
    }
  });
}

/** JSON as answered: numbers that are infinite are null, as JSON has none. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function readCases(text: string): unknown[] {
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
  return cases;
}

function caseOf(value: unknown, position: number): JsonCase | undefined {
  if (!isRecord(value)) return undefined;
  const { id = position, model, input, ...beside } = value;
  if (input === undefined) return { id, model, input: beside };
  return isRecord(input) ? { id, model: model ?? input['model'], input } : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
