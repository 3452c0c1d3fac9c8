import type { HandoverReason } from '@floorwalk/shared/handover/decide-handover';
import type { HandoverRow } from '@floorwalk/shared/handover/rows';
import { t } from '../../messages/text.ts';

/** Why it goes to people, in words. */
export function reasonWords(reasons: readonly HandoverReason[]): string {
  return reasons.map((reason) => t(`handover.reason.${reason}`)).join(', ');
}

/** What a handover is about: its intent, or its bot where nothing was understood. */
export function handoverName({ intent, botName }: Pick<HandoverRow, 'intent' | 'botName'>): string {
  return intent ?? botName;
}
