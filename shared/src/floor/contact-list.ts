import type { Contact } from './contact.ts';

/** Contacts of one queue. Each keeps its own place in the list, so that it is found without looking; their order says nothing. */
abstract class ContactList implements Iterable<Contact> {
  private readonly contacts: Contact[] = [];

  protected abstract placeOf(contact: Contact): number;
  protected abstract setPlace(contact: Contact, place: number): void;

  get size(): number {
    return this.contacts.length;
  }

  [Symbol.iterator](): IterableIterator<Contact> {
    return this.contacts[Symbol.iterator]();
  }

  has(contact: Contact): boolean {
    return this.contacts[this.placeOf(contact)] === contact;
  }

  add(contact: Contact): void {
    if (this.has(contact)) return;
    this.setPlace(contact, this.contacts.length);
    this.contacts.push(contact);
  }

  /** False when it is not there. */
  delete(contact: Contact): boolean {
    if (!this.has(contact)) return false;
    const place = this.placeOf(contact);
    const last = this.contacts.pop() as Contact; // not empty: it is there
    if (last !== contact) {
      this.contacts[place] = last;
      this.setPlace(last, place);
    }
    this.setPlace(contact, -1);
    return true;
  }
}

/** Those that wait. */
export class WaitingContacts extends ContactList {
  protected placeOf(contact: Contact): number {
    return contact.waitingPlace;
  }

  protected setPlace(contact: Contact, place: number): void {
    contact.waitingPlace = place;
  }
}

/** Those that are served. */
export class ServedContacts extends ContactList {
  protected placeOf(contact: Contact): number {
    return contact.servedPlace;
  }

  protected setPlace(contact: Contact, place: number): void {
    contact.servedPlace = place;
  }
}
