import type { Alert } from './advance-alert.ts';
import type { SubjectTable } from './alert-metric.ts';
import type { SuppressedBy } from './events.ts';
import type { Evidence } from './evidence.ts';
import type { Gate } from './gates.ts';
import type { Severity } from './rule.ts';
import type { Watched } from './watched-level.ts';

/** A change of one alert's state, with what was found. */
export type AlertTransition = {
  readonly alertId: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly subjectTable: SubjectTable;
  readonly subject: string;
  readonly from: Alert;
  readonly to: Alert;
  readonly at: number;
  readonly position: number;
  readonly evidence: readonly Evidence[];
  /** Whether this transition pages: a critical alert began to fire while nothing else of its group did. */
  readonly paged: boolean;
  /** What kept an alert that began to fire from paging; of a warning, what speaks for it already. */
  readonly suppressedBy: SuppressedBy | null;
  readonly gates: readonly Gate[];
  readonly contactIds: readonly string[];
  readonly endedBy: 'schedule' | 'maintenance' | 'subject' | null;
};

/** An alert that stands when a run begins, as another run left it. */
export type StandingAlert = {
  readonly alertId: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly subjectTable: SubjectTable;
  readonly subject: string;
  readonly alert: Alert;
  /** Whether it fires under a silence or mute window, so that it keeps no other alert from paging. */
  readonly silenced: boolean;
};

/** Whether an alert is more than quiet. */
export function stands({ state }: Alert): boolean {
  return state === 'pending' || state === 'firing' || state === 'recovering';
}

/** What is watched, as another run takes it over. */
export function standingOf({ alertId, compiled, own, subject, alert }: Watched): StandingAlert {
  const { table: subjectTable, id } = subject;
  const { severity } = own.level;
  return { alertId, ruleId: compiled.rule.id, severity, subjectTable, subject: id, alert, silenced: false };
}
