import fc, { type Arbitrary } from 'fast-check';

/** A JSON Schema, as far as routes use it. */
export type JsonSchema = { readonly [key: string]: unknown };

/** Values that a JSON Schema allows. What is not written down (`{}`) is any JSON value; a reference stands for anything. */
export function arbitraryOf(schema: JsonSchema, depth = 0): Arbitrary<unknown> {
  const list = (key: string): readonly JsonSchema[] | undefined => schema[key] as readonly JsonSchema[] | undefined;
  const limit = (key: string, otherwise: number): number => (schema[key] as number | undefined) ?? otherwise;
  if ('const' in schema) return fc.constant(schema['const']);
  const values = schema['enum'] as readonly unknown[] | undefined;
  if (values !== undefined) return fc.constantFrom(...values);
  const either = list('anyOf') ?? list('oneOf');
  if (either !== undefined && schema['properties'] === undefined)
    return fc.oneof(...either.map((one) => arbitraryOf(one, depth)));
  const parts = list('allOf');
  if (parts !== undefined) return arbitraryOf(Object.assign({}, ...parts) as JsonSchema, depth);
  switch (schema['type']) {
    case 'string':
      return stringOf(schema, limit);
    case 'integer':
      return fc.integer({ min: limit('minimum', 0), max: limit('maximum', 2 ** 31) });
    case 'number': {
      const open = schema['exclusiveMinimum'] as number | undefined;
      return fc.double({
        min: open ?? limit('minimum', 0),
        max: limit('maximum', 1e9),
        noNaN: true,
        minExcluded: open !== undefined,
      });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const min = limit('minItems', 0);
      const items = arbitraryOf((schema['items'] as JsonSchema | undefined) ?? {}, depth + 1);
      return fc.array(items, { minLength: min, maxLength: Math.min(limit('maxItems', 3), min + (depth > 3 ? 0 : 2)) });
    }
    case 'object':
      return objectOf(schema, depth);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function stringOf(schema: JsonSchema, limit: (key: string, otherwise: number) => number): Arbitrary<string> {
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern'], 'u'));
  const minLength = limit('minLength', 0);
  return fc.string({ minLength, maxLength: Math.min(limit('maxLength', 40), minLength + 40) });
}

function objectOf(schema: JsonSchema, depth: number): Arbitrary<unknown> {
  const properties = (schema['properties'] as Readonly<Record<string, JsonSchema>> | undefined) ?? {};
  const required = (schema['required'] as readonly string[] | undefined) ?? [];
  const fields = Object.fromEntries(
    Object.entries(properties)
      // Deep down only what must be there, so that a sample stays small.
      .filter(([name]) => depth < 4 || required.includes(name))
      .map(([name, inner]) => [name, arbitraryOf(inner, depth + 1)]),
  );
  return fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
}
