import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { sayNotice } from '@floorwalk/shared/words/say-notice';
import { currentLocale } from '../../messages/text.ts';

/** Title and body of an escalation in the language of the console. */
export function saidOf(row: Pick<EscalationRow, 'title' | 'body' | 'words'>): {
  readonly title: string;
  readonly body: string;
} {
  return sayNotice(currentLocale(), row);
}
