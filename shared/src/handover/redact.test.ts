import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passesLuhn, passesMod97 } from './check-digits.ts';
import { NATIONAL_IDS } from './national-id.ts';
import { DEFAULT_POLICY, type Redaction } from './policy.ts';
import { redact, REDACTED_KINDS, redactSlot, type RedactedKind } from './redact.ts';

const all = DEFAULT_POLICY.redaction;
const none = Object.fromEntries(REDACTED_KINDS.map((kind) => [kind, false])) as Redaction;
const only = (kind: RedactedKind): Redaction => ({ ...none, [kind]: true });

describe('a text leaves without', () => {
  it.each<[RedactedKind, string, string]>([
    ['email', 'Write to jo.doe+x@mail.example.com now', 'Write to [email] now'],
    ['email', 'mail an <jörg@müller.de>, bitte', 'mail an <[email]>, bitte'],
    ['email', 'it is anna dot lee at example dot co dot uk', 'it is [email]'],
    ['email', 'peter ät beispiel punkt de', '[email]'],
    ['card', '4111 1111 1111 1111', '[card]'],
    ['card', '5500-0000-0000-0004 exp 12/27', '[card] exp 12/27'],
    ['card', 'order 4111 1111 1111 1112', 'order 4111 1111 1111 1112'],
    ['iban', 'IBAN DE89 3704 0044 0532 0130 00 please', 'IBAN [iban] please'],
    ['iban', 'GB82WEST12345698765432.', '[iban].'],
    ['iban', 'DE89 3704 0044 0532 0130 01', 'DE89 3704 0044 0532 0130 01'],
    ['phone', 'call +49 30 901820 or 030/901820', 'call [phone] or [phone]'],
    ['phone', 'Tel.:0301234567', 'Tel.:[phone]'],
    ['phone', '(555) 123-4567', '[phone]'],
    ['phone', 'on 2024-03-05 at 14:30, order 4711', 'on 2024-03-05 at 14:30, order 4711'],
    ['phone', 'am 05.03.2024 um 12:00', 'am 05.03.2024 um 12:00'],
    ['name', 'My name is Peter Müller and I wait', 'My name is [name] and I wait'],
    ['name', 'hi my name is john smith i lost my card', 'hi my name is [name] i lost my card'],
    ['name', 'This is Ann O’Neil speaking, Ann again', 'This is [name] speaking, [name] again'],
    ['name', 'Mein Name ist Jürgen von der Heide. Danke', 'Mein Name ist [name]. Danke'],
    ['name', 'ich heiße anna und warte', 'ich heiße [name] und warte'],
    ['name', 'Je m’appelle Zoë Martin', 'Je m’appelle [name]'],
    ['name', 'me llamo José García', 'me llamo [name]'],
    ['name', 'mi chiamo Luca Rossi', 'mi chiamo [name]'],
    ['name', 'ik heet Jan de Vries', 'ik heet [name]'],
    ['name', 'Meu nome é Ana Silva', 'Meu nome é [name]'],
    ['name', 'Nazywam się Łukasz Nowak', 'Nazywam się [name]'],
    ['name', 'Jag heter Åsa Berg', 'Jag heter [name]'],
    ['name', 'my name is not on the list', 'my name is not on the list'],
    ['name', 'mein Name ist falsch geschrieben', 'mein Name ist falsch geschrieben'],
  ])('%s: %s', (kind, text, clean) => expect(redact(text, only(kind))).toBe(clean));

  /** Examples that the offices themselves, or the articles on them, give. */
  const IDS: Readonly<Record<string, readonly string[]>> = {
    'US social security number': ['078-05-1120'],
    'UK national insurance number': ['AB 12 34 56 C', 'jg103759a'],
    Steueridentifikationsnummer: ['86095742719', '65 929 970 489'],
    Rentenversicherungsnummer: ['15 070649 C 103', '15070649C103'],
    Sozialversicherungsnummer: ['1237 010180'],
    'AHV-Nummer': ['756.9217.0769.85', '7569217076985'],
    'DNI, NIE': ['12345678Z', 'X-1234567-L'],
    'codice fiscale': ['RSSMRA85T10A562S'],
    'numéro de sécurité sociale': ['2 55 08 14 168 025 38'],
    burgerservicenummer: ['111222333', '1234.56.782'],
    rijksregisternummer: ['85.07.30-033.28'],
    PESEL: ['44051401359'],
    personnummer: ['811228-9874', '19811228-9874'],
    henkilötunnus: ['131052-308T'],
    CPF: ['529.982.247-25'],
  };
  it.each(NATIONAL_IDS)('nationalId: $name', ({ name, isValid }) => {
    const examples = IDS[name] ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(redact(`id ${example}, yes`, only('nationalId'))).toBe('id [id], yes');
    if (name.startsWith('UK') || name.startsWith('US')) return;
    // One wrong digit and it is some other number.
    const [example = ''] = examples;
    const at = example.search(/\d(?=\D*\d)/);
    const wrong = example.slice(0, at) + String((Number(example[at]) + 1) % 10) + example.slice(at + 1);
    expect(isValid(wrong)).toBe(false);
  });
});

describe('redaction', () => {
  it('takes out only what the policy says, and what it does not name', () => {
    expect(redact('jo@example.com +49 30 901820', { ...all, email: false })).toBe('jo@example.com [phone]');
    const { name: _, nationalId: __, ...old } = all;
    expect(redact('my name is Jo, 078-05-1120', old)).toBe('my name is [name], [id]');
    expect(redact('my name is Jo, 078-05-1120 jo@example.com +49 30 901820', none)).toContain('Jo, 078-05-1120 jo@');
  });

  it('knows slots that hold a name by their own', () => {
    const clean = (slot: string, value: string) => redactSlot(slot, value, all);
    expect(['name', 'last_name', 'customerName', 'Nachname', 'surname'].map((slot) => clean(slot, 'Peter'))).toEqual(
      Array.from({ length: 5 }, () => '[name]'),
    );
    expect([clean('product_name', 'Bicycle'), clean('area', 'centre')]).toEqual(['Bicycle', 'centre']);
  });

  it('knows valid numbers by their check digits', () => {
    expect([passesLuhn('5500 0000 0000 0004'), passesLuhn('5500 0000 0000 0005')]).toEqual([true, false]);
    expect([passesMod97('FR1420041010050500013M02606'), passesMod97('FR1420041010050500013M02607')]).toEqual([
      true,
      false,
    ]);
  });

  it('leaves no address, no valid card number and no name in any text, and twice is as good as once', () => {
    const card = fc.constantFrom('4111111111111111', '5500-0000-0000-0004', '3400 000000 00009');
    const name = fc.constantFrom('Quentin Zweig', 'Xaver', 'Yvonne van Dyck');
    fc.assert(
      fc.property(fc.lorem(), card, fc.emailAddress(), name, (words, number, address, person) => {
        const text = `${words} ${number}, ${words} ${address} My name is ${person}. ${words} ${person}`;
        const clean = redact(text, all);
        expect(clean).not.toContain(number);
        expect(clean).not.toContain(address.split('@')[1]);
        for (const part of person.split(' ').filter((one) => one !== 'van')) expect(clean).not.toContain(part);
        expect(redact(clean, all)).toBe(clean);
      }),
    );
  });

  it.each([
    '4 '.repeat(2_000),
    'a.'.repeat(2_000),
    'my name is '.repeat(400),
    'DE89 '.repeat(800),
    'x at y dot '.repeat(400),
  ])('answers for a hostile text of %#', (text) => expect(redact(text, all).length).toBeLessThanOrEqual(text.length));
});
