import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { TLocalizedValidationError } from 'typebox/error';
import { eventSchemas, type EventType } from '@floorwalk/shared/events';
import { pointerPart, refusal, type Refusal } from './refusal.ts';

type Check = { Check(value: unknown): boolean; Errors(value: unknown): TLocalizedValidationError[] };

// Every branch of a union of constants is an error of its own, and all of them are named to the sender.
Settings.Set({ maxErrors: 64 });

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

const BRANCH = '/anyOf/';

/**
 * The one error to answer with. A union reports every branch that did not match; only what holds for the union as a whole is true for the sender,
 * so what comes from inside branches counts as one error of the union itself.
 */
function worstOf(errors: readonly TLocalizedValidationError[]): Refusal {
  const own = errors.filter((error) => error.keyword !== 'anyOf' && !error.schemaPath.includes(BRANCH));
  const error = own.find((one) => one.keyword === 'additionalProperties') ?? own[0];
  if (!error) return unionRefusal(errors);
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
    case 'maxLength':
      return refusal('invalid-value', pointer, `must not be longer than ${error.params.limit} characters`);
    case 'minLength':
      return refusal('invalid-value', pointer, `must not be shorter than ${error.params.limit} characters`);
    default:
      return refusal('invalid-value', pointer, error.message);
  }
}

/** For a value that fits no branch of a union; names the allowed values where the branches are constants. */
function unionRefusal(errors: readonly TLocalizedValidationError[]): Refusal {
  const inside = errors.find((error) => error.schemaPath.includes(BRANCH));
  if (!inside) return refusal('invalid-value', '/data', 'does not fit the type of the event');
  const union = inside.schemaPath.slice(0, inside.schemaPath.indexOf(BRANCH));
  const depth = union.split('/').filter((part) => part === 'properties' || part === 'items').length;
  const pointer = `/data${inside.instancePath
    .split('/')
    .slice(0, depth + 1)
    .join('/')}`;
  const allowed = errors.flatMap((error) =>
    error.keyword === 'const' && /^\/anyOf\/\d+$/.test(error.schemaPath.slice(union.length))
      ? [JSON.stringify(error.params.allowedValue)]
      : [],
  );
  const message = allowed.length > 0 ? `must be one of ${allowed.join(', ')}` : 'fits none of the forms it may have';
  return refusal('invalid-value', pointer, message);
}
