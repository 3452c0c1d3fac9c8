import { badField } from '../auth/http-problem.ts';
import { findUnstorable } from '../ingest/check-text.ts';

/** Throws 400 where a text cannot be kept; nothing given is nothing to keep. `at` is the pointer of the value. */
export function demandStorable(value: unknown, at = ''): void {
  const unstorable = value === undefined ? null : findUnstorable(value, at);
  if (unstorable !== null) throw badField(unstorable.pointer, unstorable.message);
}
