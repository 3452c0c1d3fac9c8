import type { Contact } from './contact.ts';

/** Width of the steps in which contacts are forgotten. */
const STEP_MS = 15_000;

/**
 * Contacts that ended, by the step of time in which they were last heard of. Whether one can be forgotten is asked when its step is past; one that
 * was heard of since stands in a later step too. It follows from the contacts alone, so it need not be saved.
 */
export type Leaving = Map<number, Contact[]>;

/** Notes a contact that ended, as it stands now. */
export function noteLeaving(leaving: Leaving, contact: Contact): void {
  if (contact.newest === null || (contact.phase !== 'ended' && contact.phase !== 'new')) return;
  const step = Math.floor(contact.newest.time / STEP_MS);
  const others = leaving.get(step);
  if (others === undefined) leaving.set(step, [contact]);
  else others.push(contact);
}

/** Gives those of whom nothing was heard since the last whole step before `horizon` (epoch ms), each once more for every time it was noted. */
export function serveLeaving(leaving: Leaving, horizon: number, serve: (contact: Contact) => void): void {
  const first = Math.floor(horizon / STEP_MS);
  for (const [step, contacts] of leaving) {
    if (step >= first) continue;
    leaving.delete(step);
    for (const contact of contacts)
      if (contact.newest !== null && contact.newest.time < first * STEP_MS) serve(contact);
  }
}
