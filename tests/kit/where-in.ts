/** Every text of a message, names of fields too, and the path where it stands. */
export function whereIn(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return found.set(String(value), path);
  for (const [name, inner] of Object.entries(value)) whereIn(inner, `${path}/${name}`, found.set(name, path));
  return found;
}
