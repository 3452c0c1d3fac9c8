import type { RefusalReason } from '@floorwalk/shared/api/ingest';

/** Why one event cannot be accepted. `pointer` is a JSON pointer into the event. */
export type Refusal = { readonly reason: RefusalReason; readonly pointer: string; readonly message: string };

export function refusal(reason: RefusalReason, pointer: string, message: string): Refusal {
  return { reason, pointer, message };
}

/** A field's name as a JSON pointer's part (RFC 6901). */
export function pointerPart(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
