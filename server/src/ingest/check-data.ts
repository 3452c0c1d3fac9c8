import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';
import { eventSchemas, type EventType } from '@floorwalk/shared/events';
import { pointerPart, refusal, type Refusal } from './refusal.ts';

type Check = { Check(value: unknown): boolean; Errors(value: unknown): TLocalizedValidationError[] };

/** One compiled check per event type, made once. A Map, so that a type named `constructor` finds nothing. */
const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries(eventSchemas).map(([type, schema]) => [type, Compile(schema) as Check]),
);

export function isKnownType(type: string): type is EventType {
  return CHECKS.has(type);
}

/** What is wrong with the data of an event of this type; `null` when nothing. */
export function checkData(type: EventType, data: unknown): Refusal | null {
  const check = CHECKS.get(type);
  if (!check) return refusal('unknown-type', '/type', `the type ${JSON.stringify(type)} is not known`);
  if (check.Check(data)) return null;
  return worstOf(check.Errors(data));
}

/**
 * The one error to answer with. A union reports every branch that did not match; only what the union as a whole says is true for the sender,
 * so errors from inside branches count for nothing beside it.
 */
function worstOf(errors: readonly TLocalizedValidationError[]): Refusal {
  const unions = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.schemaPath);
  const own = errors.filter((error) => !unions.some((path) => error.schemaPath.startsWith(`${path}/anyOf/`)));
  const error = own.find((one) => one.keyword === 'additionalProperties') ?? own[0];
  if (!error) return refusal('invalid-value', '/data', 'the data does not fit its type');
  const pointer = `/data${error.instancePath}`;
  switch (error.keyword) {
    case 'required': {
      const field = error.params.requiredProperties[0] ?? '';
      return refusal('missing-field', pointer + pointerPart(field), `${field} is missing`);
    }
    case 'additionalProperties': {
      const field = error.params.additionalProperties[0] ?? '';
      return refusal('unknown-field', pointer + pointerPart(field), `${field} is not a field of this type`);
    }
    case 'type':
      return refusal('wrong-type', pointer, `must be ${[error.params.type].flat().join(' or ')}`);
    case 'anyOf':
      return refusal('invalid-value', pointer, oneOf(errors, error.schemaPath));
    case 'maxLength':
      return refusal('invalid-value', pointer, `must not be longer than ${error.params.limit} characters`);
    case 'minLength':
      return refusal('invalid-value', pointer, `must not be shorter than ${error.params.limit} characters`);
    default:
      return refusal('invalid-value', pointer, error.message);
  }
}

/** Names the allowed values where the union is one of constants. */
function oneOf(errors: readonly TLocalizedValidationError[], path: string): string {
  const allowed = errors.flatMap((error) =>
    error.keyword === 'const' &&
    error.schemaPath.startsWith(`${path}/anyOf/`) &&
    !error.schemaPath.includes('/properties/', path.length)
      ? [JSON.stringify(error.params.allowedValue)]
      : [],
  );
  return allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : 'fits none of the forms it may have';
}
