import Type, { type Static } from 'typebox';
import { Id } from '../kit/ids.ts';
import { RuleSubject } from './rule.ts';
import type { SubjectTable } from './alert-metric.ts';

const strict = { additionalProperties: false } as const;

/** What a silence or window covers: alerts that fit all it names. */
export const SilenceScope = Type.Object(
  {
    ruleId: Type.Optional(Id),
    subject: Type.Optional(Type.Object({ table: RuleSubject.properties.table, id: Id }, strict)),
  },
  { ...strict, minProperties: 1 },
);
export type SilenceScope = Static<typeof SilenceScope>;

/** Whether a scope covers alerts of a rule on a subject. */
export function covers(scope: SilenceScope, ruleId: string, table: SubjectTable, subjectId: string): boolean {
  if (scope.ruleId !== undefined && scope.ruleId !== ruleId) return false;
  return scope.subject === undefined || (scope.subject.table === table && scope.subject.id === subjectId);
}
