import { pointerPart, refusal, type Refusal } from './refusal.ts';

/** An escape that could stand for what PostgreSQL's text cannot hold: NUL, or half of a surrogate pair. Quick to look for in a whole body. */
const SUSPECT_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether any string parsed from this JSON text could be unstorable. False is certain, true needs {@link findUnstorable}. */
export function mayBeUnstorable(json: string): boolean {
  return SUSPECT_ESCAPE.test(json);
}

/** Deeper than anything that means something; far from what would exhaust a stack. */
const MOST_LEVELS = 100;

/** The first string (or name of a field) inside the value that cannot be stored, or what is nested too deep; `null` when all can. */
export function findUnstorable(value: unknown, pointer = '', level = 0): Refusal | null {
  if (typeof value === 'string') return unstorable(value, pointer);
  if (typeof value !== 'object' || value === null) return null;
  if (level === MOST_LEVELS) {
    // The field that holds the depth says more than a pointer of a hundred parts.
    const field = pointer.split('/').slice(0, 3).join('/');
    return refusal('invalid-value', field, `is nested deeper than ${MOST_LEVELS} levels`);
  }
  for (const [name, inner] of Object.entries(value)) {
    // A name that cannot be stored cannot be shown in a pointer either; the field around it is named instead.
    const found = unstorable(name, pointer) ?? findUnstorable(inner, pointer + pointerPart(name), level + 1);
    if (found) return found;
  }
  return null;
}

function unstorable(text: string, pointer: string): Refusal | null {
  if (text.includes('\u0000'))
    return refusal('invalid-value', pointer, 'holds the character U+0000, which cannot be stored');
  if (LONE_SURROGATE.test(text))
    return refusal('invalid-value', pointer, 'holds half of a surrogate pair, which is no character');
  return null;
}
