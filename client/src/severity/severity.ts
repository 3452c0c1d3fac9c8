/** How bad something is, from the worst. `idle` is fine with nothing going on; `no-data` is not known. */
export const SEVERITIES = ['critical', 'attention', 'no-data', 'ok', 'idle'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Higher is worse: for sorting and for taking the worst of several. */
export const SEVERITY_RANK: Record<Severity, number> = { critical: 4, attention: 3, 'no-data': 2, ok: 1, idle: 0 };

export function worst(left: Severity, right: Severity): Severity {
  return SEVERITY_RANK[left] >= SEVERITY_RANK[right] ? left : right;
}
