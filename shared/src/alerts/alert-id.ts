import { stableHash } from '../kit/stable-hash.ts';
import type { RuleSubject, Severity } from './rule.ts';

/** The id of the one alert that a rule's severity has on a subject. */
export function alertIdOf(ruleId: string, severity: Severity, table: RuleSubject['table'], subjectId: string): string {
  return stableHash(JSON.stringify([ruleId, severity, table, subjectId]));
}
