import { digitsOf, passesLuhn, passesMod11And10, weighedSum } from './check-digits.ts';

type NationalId = {
  /** What it is called where it is used. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly isValid: (found: string) => boolean;
};

/** A number that stands alone: nothing of a word or of a longer number before or after it. */
const alone = (pattern: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d.,+/-])(?:${pattern})(?![\\p{L}\\d]|[.,-]\\d)`, 'giu');

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const HETU_LETTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';
/** What a character of a codice fiscale at an odd place counts, digits as A to J. */
const CODICE_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
const RVNR_WEIGHTS = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];

/** Numbers that a state gives a person. Each is told from other numbers by its form and its check digit. */
export const NATIONAL_IDS: readonly NationalId[] = [
  { name: 'US social security number', pattern: alone('\\d{3}[- ]\\d{2}[- ]\\d{4}'), isValid: isSsn },
  {
    name: 'UK national insurance number',
    pattern: alone('[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]'),
    isValid: (found) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/i.test(found),
  },
  {
    name: 'Steueridentifikationsnummer',
    pattern: alone('[1-9]\\d(?: ?\\d{3}){3}'),
    isValid: (found) => passesMod11And10(digitsOf(found)),
  },
  { name: 'Rentenversicherungsnummer', pattern: alone('\\d{2} ?\\d{6} ?[A-Z] ?\\d{3}'), isValid: isPensionNumber },
  {
    name: 'Sozialversicherungsnummer',
    pattern: alone('[1-9]\\d{3} ?\\d{6}'),
    isValid: (found) => {
      const digits = digitsOf(found);
      return weighedSum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digits[3];
    },
  },
  {
    name: 'AHV-Nummer',
    pattern: alone('756\\.?\\d{4}\\.?\\d{4}\\.?\\d{2}'),
    isValid: (found) => weighedSum(digitsOf(found), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
  },
  {
    name: 'DNI, NIE',
    pattern: alone('(?:\\d{8}|[XYZ][- ]?\\d{7})[- ]?[A-Z]'),
    isValid: (found) => {
      const plain = found.replace(/[- ]/g, '').toUpperCase();
      const number = Number(plain.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
      return DNI_LETTERS[number % 23] === plain.at(-1);
    },
  },
  {
    name: 'codice fiscale',
    pattern: alone('[A-Z]{6} ?\\d{2} ?[A-EHLMPRST] ?\\d{2} ?[A-Z]\\d{3} ?[A-Z]'),
    isValid: isCodiceFiscale,
  },
  {
    name: 'numéro de sécurité sociale',
    pattern: alone('[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}'),
    isValid: (found) => {
      const plain = found.replaceAll(' ', '').toUpperCase().replace('2A', '19').replace('2B', '18');
      return Number(plain.slice(0, 13)) % 97 === 97 - Number(plain.slice(13));
    },
  },
  {
    name: 'burgerservicenummer',
    pattern: alone('\\d{9}|\\d{4}[. ]\\d{2}[. ]\\d{3}'),
    isValid: (found) => weighedSum(digitsOf(found), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  },
  {
    name: 'rijksregisternummer',
    pattern: alone('\\d{2}[. ]?\\d{2}[. ]?\\d{2}[- ]?\\d{3}[. ]?\\d{2}'),
    isValid: (found) => {
      const plain = found.replace(/\D/g, '');
      const check = 97 - Number(plain.slice(9));
      return Number(plain.slice(0, 9)) % 97 === check || Number(`2${plain.slice(0, 9)}`) % 97 === check;
    },
  },
  {
    name: 'PESEL',
    pattern: alone('\\d{11}'),
    isValid: (found) => {
      const digits = digitsOf(found);
      const month = ((digits[2] ?? 0) * 10 + (digits[3] ?? 0)) % 20;
      return month >= 1 && month <= 12 && weighedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
    },
  },
  {
    name: 'personnummer',
    pattern: alone('(?:19|20)?\\d{2}[01]\\d[0-9]\\d[-+]\\d{4}'),
    isValid: (found) => passesLuhn(found.replace(/\D/g, '').slice(-10)),
  },
  {
    name: 'henkilötunnus',
    pattern: alone('\\d{6}[-+A-FYXWVU]\\d{3}[0-9A-FHJ-NPR-Y]'),
    isValid: (found) =>
      HETU_LETTERS[Number(found.slice(0, 6) + found.slice(7, 10)) % 31] === found.slice(10).toUpperCase(),
  },
  { name: 'CPF', pattern: alone('\\d{3}\\.?\\d{3}\\.?\\d{3}-?\\d{2}'), isValid: isCpf },
];

/** A text with every number that a state gives a person replaced. */
export function replaceNationalIds(text: string, mark: string): string {
  return NATIONAL_IDS.reduce(
    (clean, { pattern, isValid }) => clean.replace(pattern, (found) => (isValid(found) ? mark : found)),
    text,
  );
}

function isSsn(found: string): boolean {
  const [area = '', group = '', serial = ''] = found.split(/[- ]/);
  return area !== '000' && area !== '666' && !area.startsWith('9') && group !== '00' && serial !== '0000';
}

/** Digit sums of the weighed digits, the letter as its place in the alphabet. Source: VKVV, Anlage 1. */
function isPensionNumber(found: string): boolean {
  const plain = found.replaceAll(' ', '').toUpperCase();
  const place = String(plain.charCodeAt(8) - 64).padStart(2, '0');
  const digits = digitsOf(plain.slice(0, 8) + place + plain.slice(9, 11));
  const sum = RVNR_WEIGHTS.reduce((total, weight, at) => {
    const product = weight * (digits[at] ?? 0);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === Number(plain.at(-1));
}

function isCodiceFiscale(found: string): boolean {
  const plain = found.replaceAll(' ', '').toUpperCase();
  let sum = 0;
  for (let place = 0; place < 15; place++) {
    const code = plain.charCodeAt(place);
    const value = code < 65 ? code - 48 : code - 65;
    sum += place % 2 === 0 ? (CODICE_ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === plain.at(-1);
}

function isCpf(found: string): boolean {
  const digits = digitsOf(found);
  if (new Set(digits).size === 1) return false;
  return [9, 10].every((length) => {
    const weights = Array.from({ length }, (_, place) => length + 1 - place);
    return ((weighedSum(digits, weights) * 10) % 11) % 10 === digits[length];
  });
}
