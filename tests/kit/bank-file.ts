import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const HEAD =
  'vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome ser_start ser_exit ser_time server';

/** `h:mm:ss` of seconds from midnight. */
function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * A made-up call file in the form of the Anonymous Bank: `callCount` calls on 1999-02-01, one every `everySeconds` from 10:00:00, that wait 0-39 s; every
 * fifth hangs up. Rows are ordered by line, not by time, as in the real file.
 */
export function bankRows(callCount: number, everySeconds: number): string[] {
  const rows: string[] = [];
  for (let line = 0; line < 7; line += 1) {
    for (let call = line; call < callCount; call += 7) {
      const entry = 36_000 + call * everySeconds;
      const queued = entry + 5;
      const left = queued + ((call * 13) % 40);
      const waited = left - queued;
      const head = `AA01${line} ${call} ${call % 3} ${call % 3} ${call % 2 === 0 ? 'PS' : 'NW'} 990201 ${clock(entry)} ${clock(queued)} 5`;
      const queue = `${clock(queued)} ${clock(left)} ${waited}`;
      rows.push(
        call % 5 === 4
          ? `${head} ${queue} HANG 0:00:00 0:00:00 0 NO_SERVER`
          : `${head} ${queue} AGENT ${clock(left - 1)} ${clock(left + 60)} 61 AGENT${call % 4}`,
      );
    }
  }
  return rows;
}

/** Writes rows as a file with head line, tabs and CRLF; packed where the name ends in .gz. */
export function writeBankFile(path: string, rows: readonly string[]): void {
  const text = [HEAD, ...rows].map((row) => `${row.replaceAll(' ', '\t')}\r\n`).join('');
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text) : text);
}
