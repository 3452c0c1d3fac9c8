import { digitsOf, passesLuhn, passesMod97 } from './check-digits.ts';
import { replaceNationalIds } from './national-id.ts';
import type { Redaction } from './policy.ts';
import { replaceNames, saidNames } from './said-names.ts';

export type RedactedKind = keyof Redaction;
/** What stands in the place of what was taken out. */
const MARKS = {
  email: '[email]',
  phone: '[phone]',
  card: '[card]',
  iban: '[iban]',
  name: '[name]',
  nationalId: '[id]',
} as const satisfies Record<RedactedKind, string>;
const MARK = /\[(?:email|phone|card|iban|name|id)\]/g;
export const REDACTED_KINDS = Object.keys(MARKS) as readonly RedactedKind[]; // the keys of the record above

const EMAIL = /[^\s@<>"(),;:]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu;
/** As it is dictated: “anna dot lee at example dot com”. */
const DICTATED_EMAIL =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}._-]{1,64}(?: (?:dot|punkt|point|punto) [\p{L}\p{N}_-]{1,64}){0,3} (?:at|ät|arroba) (?:[\p{L}\p{N}-]{1,63} (?:dot|punkt|point|punto) ){1,4}\p{L}{2,24}(?!\p{L})/giu;
/** Two letters, two check digits, then 11 to 30 letters or digits, in groups or not. */
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])/g;
const CARD = /(?<![\d])\d(?:[ .-]?\d){12,18}(?![\d])/g;
/** Seven to nineteen digits with the usual separators, a country code or not; dates and times of day are left alone. */
const PHONE = /(?<![\p{L}\d]|\d[.,:/-])(?:\+|00)?\(?\d(?:[ ()./-]{0,2}\d){6,18}(?![\p{L}\d])/gu;
const DATE = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})$/;
const NAME_SLOT = /(?:^|\.)(?:first|last|full|given|family|customer|caller|sur|vor|nach)?[_ -]?(?:name|surname)$/i;

/**
 * A text without what would lead back to a person: e-mail addresses, IBANs (that pass mod 97), card numbers (13 to 19 digits that pass the Luhn
 * check), numbers a state gives a person (by form and check digit), telephone numbers, and names by which somebody introduced themselves, in this text
 * or in another of the conversation (`names`). In this order, so that a card number is not taken for a telephone. Linear in the text's length.
 */
export function redact(text: string, policy: Redaction, names: readonly string[] = []): string {
  let clean = text;
  if (policy.email) clean = clean.replace(EMAIL, MARKS.email).replace(DICTATED_EMAIL, MARKS.email);
  if (policy.iban) clean = clean.replace(IBAN, (found) => redactIban(found));
  if (policy.card) clean = clean.replace(CARD, (found) => (isCard(found) ? MARKS.card : found));
  if (policy.nationalId !== false) clean = replaceNationalIds(clean, MARKS.nationalId);
  if (policy.phone) clean = clean.replace(PHONE, (found) => (isPhone(found) ? MARKS.phone : found));
  if (policy.name !== false) clean = replaceNames(clean, [...names, ...saidNames(clean)], MARKS.name);
  return clean;
}

/** A redacted text without the marks: they are no words of the customer's. */
export function withoutMarks(text: string): string {
  return text.replace(MARK, ' ');
}

/** Whether a slot holds a name, by its own: `name`, `last_name`, `customerName`, `nachname`. */
export function isNameSlot(slot: string): boolean {
  return NAME_SLOT.test(slot);
}

/** The value of a slot: like any text, and a name where the slot is one for names. */
export function redactSlot(slot: string, value: string, policy: Redaction, names: readonly string[] = []): string {
  return policy.name !== false && isNameSlot(slot) ? MARKS.name : redact(value, policy, names);
}

/** The words after an IBAN may look like more of it: the longest beginning that passes is taken out. */
function redactIban(found: string): string {
  for (let end = found.length; end >= 15; end--) {
    const candidate = found.slice(0, end);
    if (/[A-Za-z0-9]$/.test(candidate) && passesMod97(candidate)) return MARKS.iban + found.slice(end);
  }
  return found;
}

function isCard(found: string): boolean {
  const { length } = digitsOf(found);
  return length >= 13 && length <= 19 && passesLuhn(found);
}

function isPhone(found: string): boolean {
  return digitsOf(found).length >= 7 && !DATE.test(found.trim());
}
