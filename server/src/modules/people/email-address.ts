/** The address as it is kept: trimmed, in lower case. `null` when it cannot be one: `local@domain.tld`, ASCII, no quoted parts. */
export function emailAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  if (address.length > 254) return null;
  const [local, domain, ...rest] = address.split('@');
  if (!local || !domain || rest.length > 0) return null;
  if (!/^[a-z0-9_+'.-]*[a-z0-9_+-]$/.test(local) || local.startsWith('.') || local.includes('..')) return null;
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  if (labels.length < 2 || !/^[a-z]{2,}$/.test(top)) return null;
  return labels.every((label) => /^[a-z0-9][a-z0-9-]*$/.test(label)) ? address : null;
}
