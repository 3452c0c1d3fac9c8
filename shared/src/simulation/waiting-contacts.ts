/** Contacts of one queue in the order of their arrival; those that have gone are skipped when they come up. */
export class WaitingContacts {
  /** How many really wait. */
  count = 0;
  private line: number[] = [];
  private head = 0;

  /** Appends a contact. */
  push(contact: number): void {
    this.line.push(contact);
    this.count++;
  }

  /** Puts a contact that rang unanswered back before the others. */
  unshift(contact: number): void {
    if (this.head > 0) {
      this.head--;
      this.line[this.head] = contact;
    } else this.line.unshift(contact);
    this.count++;
  }

  /** The first contact for which `waits` holds, or undefined; those before it are dropped. */
  first(waits: (contact: number) => boolean): number | undefined {
    while (this.head < this.line.length) {
      const contact = this.line[this.head];
      if (contact !== undefined && waits(contact)) return contact;
      this.head++;
    }
    this.line = [];
    this.head = 0;
    return undefined;
  }

  /** Takes out the contact `first` has just given. */
  shift(): void {
    this.head++;
    this.count--;
  }

  /** A contact somewhere in the line has gone. */
  remove(): void {
    this.count--;
  }
}
