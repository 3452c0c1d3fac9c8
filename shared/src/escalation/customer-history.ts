import type { LoggedEvent } from '../kit/logged-event.ts';

/** Customers and open contacts whose history is kept, and agents of each customer; the oldest go first. */
export const KEPT_CUSTOMERS = 2_000;
export const KEPT_CONTACTS = 5_000;
export const KEPT_AGENTS = 5;

/** Who handled which customer how often: what the expert finder asks for. `contacts` gives the customer of contacts not answered yet. */
export type CustomerHistory = {
  readonly customers: Map<string, Map<string, number>>;
  readonly contacts: Map<string, string>;
};

type Fold<T extends HistoryEventType> = (history: CustomerHistory, event: LoggedEvent<T>) => void;
type HistoryEventType = 'contact.queued' | 'contact.answered' | 'contact.completed' | 'contact.abandoned';

/** What is learned from each type of event. */
export const HISTORY_FOLDS: { readonly [T in HistoryEventType]: Fold<T> } = {
  'contact.queued': (history, { data: { contactId, customerRef } }) => {
    if (customerRef !== undefined) renew(history.contacts, contactId, customerRef, KEPT_CONTACTS);
  },
  'contact.answered': (history, { data: { contactId, agentId } }) => {
    if (history.contacts.size === 0 || agentId === undefined) return;
    const customerRef = history.contacts.get(contactId);
    if (customerRef === undefined) return;
    const agents = history.customers.get(customerRef) ?? new Map<string, number>();
    renew(agents, agentId, (agents.get(agentId) ?? 0) + 1, KEPT_AGENTS);
    renew(history.customers, customerRef, agents, KEPT_CUSTOMERS);
  },
  'contact.completed': forgetContact,
  'contact.abandoned': forgetContact,
};

function forgetContact(
  history: CustomerHistory,
  { data }: LoggedEvent<'contact.completed' | 'contact.abandoned'>,
): void {
  if (history.contacts.size > 0) history.contacts.delete(data.contactId);
}

/** Puts it at the end, as the newest, and forgets the oldest beyond the limit. */
function renew<K, V>(map: Map<K, V>, key: K, value: V, limit: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= limit) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
