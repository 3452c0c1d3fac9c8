import type { LoggedEvent } from '../kit/logged-event.ts';
import type { Mark, TableRows } from '../live/delta.ts';
import type { ReportRow } from '../report/report-row.ts';

/** `GET /api/v1/sites/:site/live?at=&view=known|shown&windows=`; without `at` the present. `at` is ISO 8601 (with offset or `Z`; without, local time of the site) or epoch ms. */
export type LiveAnswer = {
  readonly siteId: string;
  readonly at: Mark;
  readonly view: 'now' | 'known' | 'shown';
  /** Hash of the folded state at that position: equal wherever it is computed. */
  readonly stateHash: string;
  readonly foldVersion: number;
  readonly tables: TableRows;
};

/** `GET /api/v1/sites/:site/intervals?from=&to=&every=30m&by=queue|site|group|team&attribution=offered|ended&format=json|csv`. */
export type IntervalsAnswer = {
  readonly siteId: string;
  readonly from: string;
  readonly to: string;
  readonly every: string;
  readonly by: string;
  readonly attribution: 'offered' | 'ended';
  readonly rows: readonly ReportRow[];
};

/** `GET /api/v1/sites/:site/contacts/:id/timeline` and `…/agents/:id/timeline?from=&to=`; `&format=csv`. */
export type TimelineAnswer = {
  readonly siteId: string;
  readonly subject: string;
  readonly entries: readonly (LoggedEvent & { readonly anomaly: boolean })[];
};
