/** How people say who they are, in the languages whose words are known. */
const INTRODUCTIONS = [
  'my (?:full |first |last )?name is',
  'my name’s',
  "my name's",
  'you can call me',
  'mein (?:voller |vor|nach)?name (?:ist|lautet)',
  'ich hei(?:ß|ss)e',
  'hier spricht',
  "je m[’']appelle",
  'mon (?:nom|prénom) est',
  'me llamo',
  'mi nombre es',
  'mi chiamo',
  'il mio nome è',
  'ik heet',
  'mijn naam is',
  '(?:eu )?me chamo',
  'chamo-me',
  '(?:o )?meu nome é',
  'nazywam się',
  'mam na imię',
  'jag heter',
  'mitt namn är',
  'jeg heter',
  'jeg hedder',
  'nimeni on',
];
const WORD = "\\p{L}[\\p{L}\\p{M}’'-]{0,40}\\.?";
const INTRODUCED = new RegExp(`(?<![\\p{L}])(?:${INTRODUCTIONS.join('|')}),? ((?:${WORD})(?: ${WORD}){0,3})`, 'giu');
/** Said at the end: “Peter Müller speaking”. */
const SPEAKING = new RegExp(`(?<![\\p{L}])(${WORD}(?: ${WORD}){0,2}) speaking(?![\\p{L}])`, 'gu');

/** Between the parts of a name, never a name alone. */
const PARTICLES = new Set([
  'von',
  'van',
  'de',
  'der',
  'den',
  'di',
  'da',
  'du',
  'del',
  'la',
  'le',
  'dos',
  'zu',
  'af',
  'av',
  'ter',
]);
/** Words that go on with a sentence: no name begins with one and none runs on over one. */
const NO_NAMES = new Set(
  (
    'a about actually again ah also am an and are as at aus auf auch because bei but by call calling can could de denn der die ' +
    'do does doch e ein eine em en er es et falsch for from haar habe hat has have he here hier how i ich if ik im in is ist ' +
    'it je like me mein mi my need nicht no non not nie o och of oder og on or pero please por que sie so soll some spelled ' +
    'spelt still sur that the there they this to und une want was we weil what where who will with would wrong y ya yes you your ' +
    'zum speaking from'
  ).split(' '),
);

/** The names by which people introduced themselves in a text, as they wrote them. */
export function saidNames(text: string): string[] {
  const names = [...text.matchAll(INTRODUCED)].map(([, words = '']) => nameOf(words));
  const spoken = [...text.matchAll(SPEAKING)].map(([, words = '']) => speakerOf(words));
  return [...names, ...spoken].filter((name) => name !== '');
}

/** The beginning of what was said after an introduction that is a name: three words where they are capitalised, else two. */
function nameOf(words: string): string {
  const said = words.replace(/[.]$/, '').split(' ');
  const isWritten = startsCapital(said[0] ?? '');
  const name: string[] = [];
  for (const word of said) {
    const plain = word.toLowerCase().replace(/\.$/, '');
    const isParticle = name.length > 0 && PARTICLES.has(plain);
    if (
      !isParticle &&
      (NO_NAMES.has(plain) || (isWritten && !startsCapital(word)) || (!isWritten && name.length === 2))
    )
      break;
    name.push(word);
    // The end of a sentence, unless it is an initial.
    if (word.endsWith('.') && word.length > 2) break;
  }
  while (PARTICLES.has((name.at(-1) ?? '').toLowerCase())) name.pop();
  return name.join(' ').replace(/(?<=\p{L}{2})\.$/u, '');
}

function speakerOf(words: string): string {
  const said = words.split(' ');
  const from = said.findLastIndex((word) => !startsCapital(word)) + 1;
  return said
    .slice(from)
    .filter((word) => !NO_NAMES.has(word.toLowerCase()))
    .join(' ');
}

function startsCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

/** A text with those names replaced wherever they stand as words, whole first and then by their parts of three letters or more. */
export function replaceNames(text: string, names: readonly string[], mark: string): string {
  const parts = names.flatMap((name) => {
    const single = name.split(/[ .]+/).filter((part) => part.length >= 3 && !PARTICLES.has(part.toLowerCase()));
    return [name, ...single];
  });
  if (parts.length === 0) return text;
  const longestFirst = [...new Set(parts)].toSorted((one, other) => other.length - one.length);
  const any = longestFirst.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|');
  return text.replace(new RegExp(`(?<![\\p{L}\\d\\[])(?:${any})(?![\\p{L}\\d\\]])`, 'giu'), mark);
}
