import { randomUUID } from 'node:crypto';
import type { EventData, EventType } from '@floorwalk/shared/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';

/** The source that stands in the log for what people decide in the console. */
export const CONSOLE_SOURCE = 'floorwalk/console';

/**
 * What somebody decided in the console, once, as the log is told. `time` is the site's, epoch ms. An `id` is given where the same decision, taken again, is to be one
 * event.
 */
export function consoleEvent<T extends EventType>(
  type: T,
  time: number,
  data: EventData[T],
  id: string = randomUUID(),
): NewEvent<T> {
  return { id, source: CONSOLE_SOURCE, type, time, data } as NewEvent<T>;
}
