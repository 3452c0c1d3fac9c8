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
      if (depthOf(level.when) > MAX_CONDITION_DEPTH) {
        throw new RulesError(`/${index}/levels/${at}/when`, `conditions may be nested ${MAX_CONDITION_DEPTH} deep`);
      }
    });
  });
  return rules;
}

function depthOf(condition: Condition): number {
  if ('all' in condition) return 1 + Math.max(...condition.all.map(depthOf));
  if ('any' in condition) return 1 + Math.max(...condition.any.map(depthOf));
  return 1;
}
