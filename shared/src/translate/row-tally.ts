import type { RowRefusal, Translated } from './translator.ts';

/** What became of the rows of a file, by reason; refused rows are listed up to a limit for each reason. */
export type RowTally = {
  rowCount: number;
  eventCount: number;
  ignoredCount: number;
  refusedCount: number;
  readonly ignoredByReason: Map<string, number>;
  readonly refusedByReason: Map<string, number>;
  readonly refusals: RowRefusal[];
};

/** Most refused rows listed for one reason; the rest are only counted. */
export const LISTED_PER_REASON = 20;
/** Most reasons kept apart; the rest count as "other". */
const MAX_REASONS = 100;

export function createRowTally(): RowTally {
  return {
    rowCount: 0,
    eventCount: 0,
    ignoredCount: 0,
    refusedCount: 0,
    ignoredByReason: new Map(),
    refusedByReason: new Map(),
    refusals: [],
  };
}

export function tallyRow(tally: RowTally, translated: Translated): void {
  switch (translated.kind) {
    case 'blank':
      return;
    case 'events':
      tally.rowCount += 1;
      tally.eventCount += translated.events.length;
      for (const refusal of translated.refusals ?? []) refuse(tally, refusal);
      return;
    case 'ignored':
      tally.rowCount += 1;
      tally.ignoredCount += 1;
      count(tally.ignoredByReason, translated.reason);
      return;
    case 'refused': {
      tally.rowCount += 1;
      refuse(tally, translated.refusal);
    }
  }
}

function refuse(tally: RowTally, refusal: RowRefusal): void {
  tally.refusedCount += 1;
  if (count(tally.refusedByReason, refusal.reason) <= LISTED_PER_REASON) tally.refusals.push(refusal);
}

function count(counts: Map<string, number>, reason: string): number {
  const key = counts.has(reason) || counts.size < MAX_REASONS ? reason : 'other';
  const next = (counts.get(key) ?? 0) + 1;
  counts.set(key, next);
  return next;
}
