import type { Alert } from './advance-alert.ts';
import type { SubjectTable } from './alert-metric.ts';
import type { AlertRule, Severity } from './rule.ts';

type Firing = {
  readonly alertId: string;
  readonly severity: Severity;
  readonly subjectTable: SubjectTable;
  readonly subject: string;
};
type Noted = Firing & { readonly ruleId: string; readonly group: string };

export function isFiring(alert: Alert): boolean {
  return alert.state === 'firing' || alert.state === 'recovering';
}

/** What fires, and not under a silence: it keeps others of its group from paging, and inhibits those that say so. */
export class Firings {
  private readonly noted = new Map<string, Noted>();
  /** Critical alerts by group, in the order in which they began. */
  private readonly groups = new Map<string, Set<string>>();
  private readonly rules = new Map<string, Set<string>>();

  clear(): void {
    this.noted.clear();
    this.groups.clear();
    this.rules.clear();
  }

  add(rule: AlertRule, { alertId, severity, subjectTable, subject }: Firing): void {
    const noted = { alertId, severity, subjectTable, subject, ruleId: rule.id, group: groupOf(rule) };
    this.noted.set(alertId, noted);
    if (severity === 'critical') setIn(this.groups, noted.group).add(alertId);
    setIn(this.rules, rule.id).add(alertId);
  }

  remove(alertId: string): void {
    const noted = this.noted.get(alertId);
    if (noted === undefined) return;
    this.noted.delete(alertId);
    this.groups.get(noted.group)?.delete(alertId);
    this.rules.get(noted.ruleId)?.delete(alertId);
  }

  /** The critical alert of the rule's group that fires the longest. */
  mateOf(rule: AlertRule, alertId: string): string | null {
    for (const id of this.groups.get(groupOf(rule)) ?? []) if (id !== alertId) return id;
    return null;
  }

  /** The alert that speaks for one: its rule's critical level for a warning, or one of a rule that inhibits it, on the same subject or the site. */
  inhibitorOf(rule: AlertRule, one: Firing): string | null {
    const fits = (id: string, ofSame: boolean): boolean => {
      const other = this.noted.get(id);
      if (other === undefined || id === one.alertId) return false;
      if (ofSame && other.severity !== 'critical') return false;
      const isSame = other.subjectTable === one.subjectTable && other.subject === one.subject;
      return isSame || (!ofSame && other.subjectTable === 'sites');
    };
    if (one.severity === 'warning') for (const id of this.rules.get(rule.id) ?? []) if (fits(id, true)) return id;
    for (const ruleId of rule.inhibitedBy ?? [])
      for (const id of this.rules.get(ruleId) ?? []) if (fits(id, false)) return id;
    return null;
  }
}

/** Rules without a group are a group of their own, which no group's name can be mistaken for. */
function groupOf(rule: AlertRule): string {
  return rule.group === undefined ? `rule/${rule.id}` : `group/${rule.group}`;
}

function setIn(sets: Map<string, Set<string>>, key: string): Set<string> {
  let found = sets.get(key);
  if (found === undefined) sets.set(key, (found = new Set()));
  return found;
}
