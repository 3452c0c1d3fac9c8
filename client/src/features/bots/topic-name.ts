import type { BotTopicRow } from '@floorwalk/shared/topics/rows';
import { t } from '../../messages/text.ts';

/** What people call a topic; where nobody has named it, what it is about. */
export function topicName({ name, intent, keywords }: Pick<BotTopicRow, 'name' | 'intent' | 'keywords'>): string {
  return name ?? [intent ?? t('topics.no-intent'), ...keywords.slice(0, 2)].join(' ');
}
