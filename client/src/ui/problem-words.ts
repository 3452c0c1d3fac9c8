import { ApiError } from '../api/request.ts';
import { t } from '../messages/text.ts';

/** What the server said about a failed request, or that it could not be reached. */
export function problemWords(error: unknown): string {
  if (!(error instanceof ApiError) || error.status === 0) return t('problem.unreachable');
  return error.detail ?? error.message;
}

/** The field at fault: the last part of the JSON pointer that is no number. */
export function problemField(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.pointer === undefined) return null;
  const parts = error.pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
  return parts.at(-1) ?? null;
}
