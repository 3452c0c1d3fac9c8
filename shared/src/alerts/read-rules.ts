import { Compile } from 'typebox/compile';
import Type from 'typebox';
import { AlertRule, MAX_CONDITION_DEPTH, type Condition } from './rule.ts';

/** Rules that cannot be used: `pointer` is the JSON pointer of the fault. */
export class RulesError extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
    this.name = 'RulesError';
  }
}

const MAX_RULES = 500;
const check = Compile(Type.Array(AlertRule, { maxItems: MAX_RULES }));

/** Reads rules from parsed JSON: a list of them. Throws {@link RulesError} naming the field. */
export function readRules(value: unknown): readonly AlertRule[] {
  if (!check.Check(value)) {
    const fault = check.Errors(value)[0];
    throw new RulesError(
      fault?.instancePath === undefined || fault.instancePath === '' ? '/' : fault.instancePath,
      `the rules ${fault?.message ?? 'are not valid'}`,
    );
  }
  const rules = value as readonly AlertRule[];
  const seen = new Set<string>();
  rules.forEach((rule, index) => {
    if (seen.has(rule.id)) throw new RulesError(`/${index}/id`, `“${rule.id}” is the id of two rules`);
    seen.add(rule.id);
    rule.levels.forEach((level, at) => {
      if (rule.levels.findIndex((other) => other.severity === level.severity) !== at) {
        throw new RulesError(`/${index}/levels/${at}/severity`, 'a rule has each severity once');
      }
      if (depthOf(level.when) > MAX_CONDITION_DEPTH) {
        throw new RulesError(`/${index}/levels/${at}/when`, `conditions may be nested ${MAX_CONDITION_DEPTH} deep`);
      }
      checkClearAt(level.when, `/${index}/levels/${at}/when`);
    });
  });
  return rules;
}

/** A clear threshold on the wrong side would end an alert while its condition still holds. */
function checkClearAt(condition: Condition, pointer: string): void {
  if ('all' in condition || 'any' in condition) {
    const [name, parts] = 'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
    parts.forEach((part, index) => checkClearAt(part, `${pointer}/${name}/${index}`));
    return;
  }
  const { is, threshold, clearAt } = condition;
  if (clearAt === undefined) return;
  const rising = is === 'above' || is === 'at-least';
  if (rising ? clearAt <= threshold : clearAt >= threshold) return;
  throw new RulesError(
    `${pointer}/clearAt`,
    `the clear threshold lies on the wrong side: it must be ${rising ? 'no higher' : 'no lower'} than the threshold`,
  );
}

function depthOf(condition: Condition): number {
  if ('all' in condition) return 1 + Math.max(...condition.all.map(depthOf));
  if ('any' in condition) return 1 + Math.max(...condition.any.map(depthOf));
  return 1;
}
