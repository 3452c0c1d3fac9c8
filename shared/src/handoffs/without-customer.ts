import type { Handoff } from './handoff.ts';

/** A handoff as those see it who see no single contacts: whose it is stays unsaid. */
export function withoutCustomer<T extends Pick<Handoff, 'contactId' | 'customerRef'>>(handoff: T): T {
  return { ...handoff, contactId: null, customerRef: null };
}
