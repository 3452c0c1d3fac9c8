import type { Redaction } from './policy.ts';

/** What stands in the place of what was taken out. */
const MARKS = { email: '[email]', phone: '[phone]', card: '[card]', iban: '[iban]' } as const satisfies Record<
  keyof Redaction,
  string
>;
export type RedactedKind = keyof Redaction;

const EMAIL = /[^\s@<>"(),;:]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu;
/** Two letters, two check digits, then 11 to 30 letters or digits, in groups or not. */
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])/g;
const CARD = /(?<![\d])\d(?:[ .-]?\d){12,18}(?![\d])/g;
/** Seven to nineteen digits with the usual separators, a country code or not; dates and times of day are left alone. */
const PHONE = /(?<![\p{L}\d.,:/-])(?:\+|00)?\(?\d(?:[ ()./-]{0,2}\d){6,18}(?![\p{L}\d])/gu;
const DATE = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})$/;

/**
 * A text without what would lead back to a person: e-mail addresses, card numbers (13 to 19 digits that pass the Luhn check), IBANs (that pass
 * mod 97), telephone numbers. In this order, so that a card number is not taken for a telephone. Linear in the text's length.
 */
export function redact(text: string, policy: Redaction): string {
  let clean = text;
  if (policy.email) clean = clean.replace(EMAIL, MARKS.email);
  if (policy.iban) clean = clean.replace(IBAN, (found) => redactIban(found));
  if (policy.card) clean = clean.replace(CARD, (found) => (passesLuhn(found) ? MARKS.card : found));
  if (policy.phone) clean = clean.replace(PHONE, (found) => (isPhone(found) ? MARKS.phone : found));
  return clean;
}

/** The words after an IBAN may look like more of it: the longest beginning that passes is taken out. */
function redactIban(found: string): string {
  for (let end = found.length; end >= 15; end--) {
    const candidate = found.slice(0, end);
    if (/[A-Za-z0-9]$/.test(candidate) && passesMod97(candidate)) return MARKS.iban + found.slice(end);
  }
  return found;
}

function isPhone(found: string): boolean {
  const digits = found.replace(/\D/g, '').length;
  return digits >= 7 && !DATE.test(found.trim());
}

/** Luhn's check digit, ISO/IEC 7812-1. */
export function passesLuhn(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
}

/** ISO 7064 mod 97-10 as ISO 13616 uses it for IBANs. */
export function passesMod97(text: string): boolean {
  const plain = text.replace(/[ -]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  let rest = 0;
  for (const letter of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(letter, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
