import type { AlertRow } from '@floorwalk/shared/alerts/rows';

/** An alert as a board shows it, above the rotation, until it is over, silenced or acknowledged. */
export type AlertLine = {
  readonly id: string;
  readonly severity: AlertRow['severity'];
  readonly subjectName: string;
  readonly ruleName: string;
  /** Epoch ms of the site's clock. */
  readonly since: number;
};

/** More would leave no room for the board itself; the rest is counted. */
export const MOST_ALERT_LINES = 2;

/**
 * The alerts that stand now and nobody has taken on: critical before warning, the newest first. What a silence covers, what stands for another alert, and
 * what somebody acknowledged is left out. `now` is the site's time, epoch ms.
 */
export function alertLines(
  alerts: Iterable<AlertRow>,
  now: number,
): { readonly lines: readonly AlertLine[]; readonly moreCount: number } {
  const standing: AlertLine[] = [];
  for (const alert of alerts) {
    const stands = (alert.state === 'firing' || alert.state === 'recovering') && alert.firedAt !== null;
    if (!stands || alert.acknowledgedAt !== null || alert.suppressedBy !== null) continue;
    if (alert.silencedUntil !== null && alert.silencedUntil > now) continue;
    const { id, severity, subjectName, ruleName, firedAt } = alert;
    standing.push({ id, severity, subjectName, ruleName, since: firedAt ?? now });
  }
  // oxlint-disable-next-line unicorn/no-array-sort -- the array is this function's own, and browsers in televisions lack toSorted
  standing.sort((left, right) => {
    if (left.severity !== right.severity) return left.severity === 'critical' ? -1 : 1;
    if (left.since !== right.since) return right.since - left.since;
    return left.id < right.id ? -1 : 1;
  });
  const lines = standing.slice(0, MOST_ALERT_LINES);
  return { lines, moreCount: standing.length - lines.length };
}
