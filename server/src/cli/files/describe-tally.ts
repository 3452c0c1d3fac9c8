import type { RowTally } from '@floorwalk/shared/translate/row-tally';
import { CliError } from '../cli-error.ts';
import type { EventReading } from './read-events.ts';

/** What became of the rows of a file, in lines for people; bad rows are listed by reason, with their line and beginning. */
export function describeTally(reading: EventReading): string[] {
  const { tally } = reading;
  const lines = [`${number(tally.rowCount)} rows read, ${number(tally.eventCount)} events`];
  if (tally.ignoredCount > 0)
    lines.push(`${number(tally.ignoredCount)} rows without meaning: ${reasons(tally.ignoredByReason)}`);
  if (reading.repeatedCount() > 0) lines.push(`${number(reading.repeatedCount())} events stood there twice`);
  if (reading.tooLateCount() > 0) {
    lines.push(
      `${number(reading.tooLateCount())} events came later in the file than expected and were taken out of order`,
    );
  }
  if (tally.refusedCount > 0) lines.push(...describeRefusals(tally));
  return lines;
}

/** Throws CliError where not one row could be read: the file is something else. */
export function refuseOtherFormat({ tally }: EventReading, path: string, format: string): void {
  if (tally.refusedCount === 0 || tally.eventCount + tally.ignoredCount > 0) return;
  throw new CliError(`no row of ${path} is ${format}`, {
    remedy: `${number(tally.refusedCount)} bad rows (${reasons(tally.refusedByReason)}); is --format right?`,
  });
}

function describeRefusals(tally: RowTally): string[] {
  const lines = [`${number(tally.refusedCount)} bad rows: ${reasons(tally.refusedByReason)}`];
  for (const { reason, lineNumber, detail, excerpt } of tally.refusals) {
    const why = detail === undefined ? reason : `${reason} (${detail})`;
    lines.push(`  line ${lineNumber}: ${why}: ${printable(excerpt)}`);
  }
  const unlisted = tally.refusedCount - tally.refusals.length;
  if (unlisted > 0) lines.push(`  and ${number(unlisted)} more of these kinds`);
  return lines;
}

/** `name: count` by falling count. */
export function reasons(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${number(count)}`)
    .join(', ');
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** A row may hold anything, escape sequences of terminals too. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not reach the terminal
  return text.replace(/[\u0000-\u001F\u007F-\u009F]/g, ' ').trim();
}
