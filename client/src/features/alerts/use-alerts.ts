import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { live } from '../../connection/live-session.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';

/** Alerts are looked at more often than other lists: the first second counts. */
const LEAST_MS = 200;

export type AlertGroups = {
  readonly firing: readonly AlertRow[];
  /** What fires too, and another alert speaks for. */
  readonly inhibited: readonly AlertRow[];
  readonly pending: readonly AlertRow[];
  readonly resolved: readonly AlertRow[];
  /** Of rules that show that they have nothing to measure. */
  readonly noData: readonly AlertRow[];
};

/** Alerts of the site on show: the critical first, then the newest. */
export function useAlerts(): AlertGroups {
  return useDerived(['alerts'], readGroups, same, '', LEAST_MS);
}

function readGroups(): AlertGroups {
  const rows = [...live().store.tables.alerts.rows()].sort(
    (left, right) => rank(right) - rank(left) || momentOf(right) - momentOf(left) || (left.id < right.id ? -1 : 1),
  );
  const critical = new Set(rows.filter((row) => isFiring(row) && row.severity === 'critical').map(placeOf));
  return {
    firing: rows.filter((row) => isFiring(row) && !isSpokenFor(row, critical)),
    inhibited: rows.filter((row) => isFiring(row) && isSpokenFor(row, critical)),
    pending: rows.filter((row) => row.state === 'pending'),
    resolved: rows.filter((row) => row.state === 'resolved'),
    noData: rows.filter((row) => row.state === 'no-data'),
  };
}

export function isFiring(alert: AlertRow): boolean {
  return alert.state === 'firing' || alert.state === 'recovering';
}

/** Whether another alert speaks for it: one that inhibits it, or the critical level of its rule that came later. */
function isSpokenFor(alert: AlertRow, critical: ReadonlySet<string>): boolean {
  return alert.suppressedBy?.kind === 'inhibition' || (alert.severity === 'warning' && critical.has(placeOf(alert)));
}

/** Equal for the two severities of one rule on one subject. */
function placeOf({ ruleId, subjectTable, subjectId }: AlertRow): string {
  return `${ruleId}/${subjectTable}/${subjectId}`;
}

/** What nobody takes care of stands above what somebody does. */
function rank(alert: AlertRow): number {
  return (alert.severity === 'critical' ? 2 : 0) + (alert.acknowledgedBy === null ? 1 : 0);
}

function momentOf(alert: AlertRow): number {
  return alert.resolvedAt ?? alert.firedAt ?? alert.pendingAt ?? 0;
}
