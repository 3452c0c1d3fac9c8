import { InputError } from '@floorwalk/shared/numeric/input-error';
import { badField } from '../../auth/http-problem.ts';

/** What `work` answers; an input that no formula can be asked about is refused with its pointer below `at`. */
export function refusingInput<T>(at: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw badField(`${at}${pointerOf(error.field)}`, sentence(error.message));
  }
}

/** `queues/0/arrivals` and `ahtSec` as pointers. */
function pointerOf(field: string): string {
  return field.startsWith('/') ? field : `/${field}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
