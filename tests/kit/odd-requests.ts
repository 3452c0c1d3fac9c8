import fc from 'fast-check';
import { arbitraryOf, type JsonSchema } from './arbitrary-of-schema.ts';

type Parameter = { readonly name: string; readonly in: string; readonly schema?: JsonSchema };
/** A route as the server's own description of its API has it. */
export type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
};
export type Route = { readonly method: string; readonly url: string; readonly operation: Operation };
export type Asked = { readonly method: string; readonly path: string; readonly type?: string; readonly body?: string };

/** Things found in the wild where a string, a number or an object was meant. */
export const ODD = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    1e308,
    -1e308,
    2 ** 53,
    2 ** 63,
    1e-320,
    8.64e15,
    8.64e15 + 1,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\udc00',
    '\u202e\u05d0\u05d1',
    '\ufeff',
    '\u{1f469}\u200d\u{1f680}',
    'x'.repeat(10_000),
    '__proto__',
    'constructor',
    'toString',
    "'; drop table event_log; --",
    '../../etc/passwd',
    '%00',
    '%',
    '{}',
    'NaN',
    'Infinity',
    '-1',
    '0x10',
    '1e400',
    '9'.repeat(400),
    '2026-02-30',
    '2026-13-01T99:99:99Z',
    '+275760-09-13T00:00:00.001Z',
    '0000-00-00',
    '\n\r\t',
    '\u0085\u2028',
    [],
    {},
    [[]],
    [null],
    [{}],
    { toString: 1 },
    { length: -1 },
    { constructor: { prototype: {} } },
    JSON.parse('{"__proto__":{"isAdmin":true}}'),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Paths of a JSON value's places, itself included. */
function placesOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...at, name]))];
}

function withPlace(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  (copy as Record<string, unknown>)[name] = withPlace((copy as Record<string, unknown>)[name], rest, put);
  return copy;
}

/** A value of the schema, often with something odd in one place, sometimes with a field too many or one that is missing. */
export function spoilt(schema: JsonSchema): fc.Arbitrary<unknown> {
  return fc.tuple(arbitraryOf(schema), ODD, fc.nat(), fc.nat({ max: 9 })).map(([value, odd, place, how]) => {
    if (how < 3) return value;
    const places = placesOf(value);
    const at = places[place % places.length] ?? [];
    if (how === 3)
      return withPlace(value, [...(places.find((one) => one.length > 0)?.slice(0, -1) ?? []), 'constructor'], odd);
    return withPlace(value, at, odd);
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** As a browser would write it; half of a surrogate pair has no bytes in UTF-8, so it goes as what it would wrongly be in CESU-8. */
function encoded(text: string): string {
  return Array.from(text, (one) => (/\p{Surrogate}/u.test(one) ? '%ED%A0%80' : encodeURIComponent(one))).join('');
}

/** What stands for a parameter named so in this site; anything odd now and then. */
const KNOWN: Readonly<Record<string, string>> = {
  site: 'demo',
  agent: 'a',
  queue: 'q',
  bot: 'b',
  id: 'c',
  session: 's',
};

/** Requests to a route that are as it asks or, as often as not, odd in one place or another. */
export function requestsOf({ method, url, operation }: Route): fc.Arbitrary<Asked> {
  const parameters = (operation.parameters ?? []).filter((one) => one.in === 'path' || one.in === 'query');
  const value = (one: Parameter): fc.Arbitrary<string> => {
    const known = KNOWN[one.name];
    const good = known === undefined ? arbitraryOf(one.schema ?? { type: 'string' }).map(textOf) : fc.constant(known);
    return fc.oneof(
      { weight: one.name === 'site' ? 30 : 3, arbitrary: good },
      { weight: 1, arbitrary: ODD.map(textOf) },
    );
  };
  const given = fc.tuple(...parameters.map((one) => fc.tuple(value(one), fc.nat({ max: 2 }))));
  const [type, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const body =
    content === undefined
      ? fc.constant(undefined)
      : fc.oneof(
          { weight: 12, arbitrary: spoilt(content.schema).map((one) => JSON.stringify(one) ?? '') },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              '',
              '{',
              '{"a":',
              '[[[['.repeat(30_000),
              `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
              '"\\ud800"',
              'null',
              '\u0000',
              '{"__proto__":{}}',
            ),
          },
        );
  return fc.tuple(given, body, fc.nat({ max: 19 })).map(([values, text, kind]) => {
    let path = url;
    const query: string[] = [];
    for (const [index, one] of parameters.entries()) {
      const [said, often] = values[index] ?? ['', 0];
      // An empty part of a path is another path.
      if (one.in === 'path') path = path.replace(`{${one.name}}`, encoded(said) || '%20');
      else if (often > 0 || one.name in KNOWN)
        query.push(...Array.from({ length: Math.max(1, often) }, () => `${encoded(one.name)}=${encoded(said)}`));
    }
    const address = query.length === 0 ? path : `${path}?${query.join('&')}`;
    if (text === undefined) return { method, path: address };
    return {
      method,
      path: address,
      body: text,
      type: kind === 0 ? 'text/plain' : kind === 1 ? 'application/xml' : (type ?? 'application/json'),
    };
  });
}
