import type { SilenceScope } from '@floorwalk/shared/alerts/silence-scope';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { thingName } from './rule-name.ts';

/** What a silence or window covers, in words. */
export function scopeWords({ ruleId, subject }: SilenceScope): string {
  const rule = ruleId === undefined ? null : (live().store.tables.alertRules.row(ruleId)?.rule.name ?? ruleId);
  const name = subject === undefined ? null : thingName(subject.table, subject.id);
  if (rule === null) return t('silence.everything-about', { subject: name ?? '' });
  return name === null ? rule : t('silence.rule-on', { rule, subject: name });
}
