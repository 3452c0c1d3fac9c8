import { may } from '@floorwalk/shared/access/role';
import { useFeatures } from './feature-slots.ts';
import type { InboxSection } from './feature.ts';
import { useSession } from './session-context.ts';
import { useSiteId } from './use-desk.ts';

/** The parts of the Inbox that the viewer may see, in order. */
export function useInboxSections(): readonly InboxSection[] {
  const siteId = useSiteId();
  const { principal } = useSession();
  return useFeatures()
    .flatMap((feature) => feature.inboxSections ?? [])
    .filter((section) => may(principal, section.permission, siteId))
    .sort((left, right) => left.order - right.order);
}

/** How many things wait for the viewer's answer in all parts of the Inbox together. */
export function useWaitingCount(): number {
  const siteId = useSiteId();
  const { principal } = useSession();
  let sum = 0;
  for (const section of useFeatures().flatMap((feature) => feature.inboxSections ?? [])) {
    // oxlint-disable-next-line react-hooks/rules-of-hooks -- the list of features never changes
    const count = section.useWaitingCount();
    if (may(principal, section.permission, siteId)) sum += count;
  }
  return sum;
}
