import type { LoggedEvent } from '../kit/logged-event.ts';
import type { ReportRow } from './report-row.ts';

/** What to report. `everyMs` divides a day or is a multiple of one; `dayStartsAt` and `zone` are the site's. */
export type ReportOptions = {
  readonly every: string;
  readonly by: 'queue' | 'site' | 'group' | 'team';
  readonly attribution: 'offered' | 'ended';
  readonly zone: string;
  /** Seconds for `answeredWithin`; 10, 20, 30, 60, 90, 120, 180, 300 unless given. */
  readonly thresholdsSeconds?: readonly number[];
  /** Only intervals that start in [from, to), epoch ms. */
  readonly from?: number;
  readonly to?: number;
  /** Empty intervals between the first and the last are included. */
};

export type Report = { readonly fold: (event: LoggedEvent) => void; readonly rows: () => ReportRow[] };
