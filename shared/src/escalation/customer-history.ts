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

export function foldCustomerHistory(history: CustomerHistory, event: LoggedEvent): void {
  if (event.type === 'contact.queued') {
    const { contactId, customerRef } = event.data;
    if (customerRef === undefined) return;
    renew(history.contacts, contactId, customerRef, KEPT_CONTACTS);
  } else if (event.type === 'contact.answered') {
    const customerRef = history.contacts.get(event.data.contactId);
    const { agentId } = event.data;
    if (customerRef === undefined || agentId === undefined) return;
    const agents = history.customers.get(customerRef) ?? new Map<string, number>();
    renew(agents, agentId, (agents.get(agentId) ?? 0) + 1, KEPT_AGENTS);
    renew(history.customers, customerRef, agents, KEPT_CUSTOMERS);
  } else if (event.type === 'contact.completed' || event.type === 'contact.abandoned') {
    history.contacts.delete(event.data.contactId);
  }
}

/** Puts it at the end, as the newest, and forgets the oldest beyond the limit. */
function renew<K, V>(map: Map<K, V>, key: K, value: V, limit: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= limit) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
