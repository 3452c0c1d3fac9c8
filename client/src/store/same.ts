/**
 * Whether two plain JSON values are equal in depth. Rows are plain JSON, so nothing else is looked at; two absent keys and an
 * `undefined` one are different things and never meet here. Written without intermediate arrays: a snapshot compares thousands of rows.
 */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return Number.isNaN(left) && Number.isNaN(right);
  }
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right);
  if (Array.isArray(right)) return false;
  let count = 0;
  for (const key in left) {
    if (!Object.hasOwn(right, key)) return false;
    if (!same((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key])) return false;
    count++;
  }
  for (const _key in right) count--;
  return count === 0;
}

function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (!same(left[index], right[index])) return false;
  return true;
}
