import type { FindingCause, InvestigationOpened } from './investigation-events.ts';

/** An investigation that is open, or was closed within the last day; `id` is its own. */
export type InvestigationRow = Omit<InvestigationOpened, 'investigationId'> & {
  readonly id: string;
  readonly openedAt: number;
  /** `null` while it is open, as are the four after it. */
  readonly closedAt: number | null;
  readonly cause: FindingCause | null;
  readonly finding: string | null;
  readonly closedBy: string | null;
};
