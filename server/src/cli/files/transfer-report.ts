import type { RowRefusal } from '@floorwalk/shared/translate/translator';
import type { FileTransferred } from './transfer-file.ts';

/** What became of a file, for programs. Rows are the file's, events what they were translated into. */
export type TransferReport = {
  readonly site: string;
  readonly format: string;
  readonly url: string;
  readonly rows: {
    readonly read: number;
    /** Known and without meaning here, and not readable; each by reason. */
    readonly ignored: Readonly<Record<string, number>>;
    readonly refused: Readonly<Record<string, number>>;
    /** At most twenty of a reason. */
    readonly refusals: readonly RowRefusal[];
  };
  readonly events: {
    readonly read: number;
    readonly sent: number;
    readonly added: number;
    /** Known to the log already. */
    readonly duplicate: number;
    readonly refused: readonly { readonly reason: string; readonly count: number; readonly message: string }[];
  };
  /** Time of the latest event sent, ISO 8601; `null` where none was. */
  readonly reachedAt: string | null;
  /** It was told to stop before the end of the file; the same command goes on from there. */
  readonly isStopped: boolean;
};

export function transferReport({ progress, reading, siteId, url }: FileTransferred, format: string): TransferReport {
  const { tally } = reading;
  return {
    site: siteId,
    format,
    url,
    rows: {
      read: tally.rowCount,
      ignored: Object.fromEntries(tally.ignoredByReason),
      refused: Object.fromEntries(tally.refusedByReason),
      refusals: tally.refusals,
    },
    events: {
      read: tally.eventCount,
      sent: progress.sentCount,
      added: progress.acceptedCount,
      duplicate: progress.duplicateCount,
      refused: [...progress.refusedByReason].map(([reason, { count, message }]) => ({ reason, count, message })),
    },
    reachedAt: progress.reachedAt === null ? null : new Date(progress.reachedAt).toISOString(),
    isStopped: progress.isStopped,
  };
}
