import type { NewEvent } from '@floorwalk/shared/kit/logged-event';

/** The identity of an event within its site (decision D1): a resend has the same. */
export function identityOf(event: Pick<NewEvent, 'source' | 'id' | 'time'>): string {
  return JSON.stringify([event.source, event.id, event.time]);
}
