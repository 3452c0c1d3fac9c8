import type { Addressee } from '../access/addressee.ts';
import type { DecidedBy } from '../alerts/events.ts';
import type { Agreement, Department } from './department.ts';
import type { Handoff } from './handoff.ts';

/** A handoff that is open or ended lately. Moments are epoch ms of the site's clock. */
export type HandoffRow = Handoff & {
  /** When people are warned and when the promise is broken, by the department's hours; `null` while the clock stands, and when it is over. */
  readonly warnAt: number | null;
  readonly dueAt: number | null;
  /** When somebody should have accepted it; `null` where nothing is promised, and once it is settled. */
  readonly acceptDueAt: number | null;
  /** Who is to act now; nobody once it ended. */
  readonly targets: readonly Addressee[];
  /** Teams of the departments it goes between, by which it is seen. */
  readonly teamIds: readonly string[];
};

/** A department in force. */
export type DepartmentRow = {
  readonly id: string;
  readonly department: Department;
  readonly version: number;
  readonly setBy: DecidedBy;
  readonly setAt: number;
};

/** An agreement in force; the id is `from>to`. */
export type AgreementRow = {
  readonly id: string;
  readonly agreement: Agreement;
  readonly version: number;
  readonly setBy: DecidedBy;
  readonly setAt: number;
};
