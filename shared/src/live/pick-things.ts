/** Those of these ids that are there, and those that are gone. */
export function pickThings<T>(
  all: ReadonlyMap<string, T>,
  ids: Iterable<string>,
): { readonly found: (readonly [string, T])[]; readonly gone: string[] } {
  const found: (readonly [string, T])[] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const thing = all.get(id);
    if (thing === undefined) gone.push(id);
    else found.push([id, thing]);
  }
  return { found, gone };
}
