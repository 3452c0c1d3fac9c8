import { reachesQueue, reachesTeam, type Sight } from '@floorwalk/shared/access/sight';
import { foldFloor } from '@floorwalk/shared/floor/fold-floor';
import { createFloorState } from '@floorwalk/shared/floor/floor-state';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { IntervalStarts, parseEvery } from '@floorwalk/shared/report/interval-starts';
import { createReport, ReportOptionsError, type Report, type ReportOptions } from '@floorwalk/shared/report/report';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { badField, forbidden, HttpProblem } from '../../auth/http-problem.ts';
import type { Database } from '../../db/database.ts';
import { readBeginnings, readEndings, readSettings, readSpan } from '../../log/read-span.ts';

export const INTERVAL_LIMITS = {
  /** Longest span of one question. */
  spanMs: 400 * 86_400_000,
  /** Events read for one question. */
  events: 3_000_000,
} as const;

/** Read before the span: who waits silently at its beginning, and what agents are doing then. */
const LOOKBACK_MS = 86_400_000;

/** `present` is the site's own, epoch ms: until then agents are taken to be in the state last heard of. */
export type IntervalQuestion = Required<
  Pick<ReportOptions, 'every' | 'by' | 'attribution' | 'from' | 'to' | 'zone'>
> & {
  readonly thresholdsSeconds?: readonly number[];
  readonly present: number;
};

/**
 * The rows of [from, to) as the whole log would give them: by the report's own fold over the span, the day before it, and what became later of the
 * contacts met in it. Settings hold as they are now. Only rows within sight. Throws 400 and 403 with what would do.
 */
export async function intervals(
  database: Database,
  siteId: string,
  question: IntervalQuestion,
  sight: Sight,
): Promise<ReportRow[]> {
  const { from, to, by } = question;
  if (to <= from) throw badField('/to', 'to must be after from.');
  if (to - from > INTERVAL_LIMITS.spanMs) {
    throw badField('/to', `Ask for at most ${INTERVAL_LIMITS.spanMs / 86_400_000} days at once.`);
  }
  if ((by === 'site' || by === 'group') && !sight.numbers.whole) {
    throw forbidden(`You see only a part of this site, so ask by=queue or by=team: by=${by} would count the rest too.`);
  }
  const settings = await readSettings(database, siteId);
  const end = endOfLastInterval(question, settings);
  const report = makeReport({ ...question, until: Math.min(end, question.present) });
  for (const event of settings) report.fold(event);
  await foldSpan(database, siteId, report, from - LOOKBACK_MS, end);
  const seen = report.rows().filter((row) => isSeen(sight, report, row));
  return seen.toSorted((a, b) => a.startAt - b.startAt || (groupOf(a) < groupOf(b) ? -1 : 1));
}

async function foldSpan(database: Database, siteId: string, report: Report, start: number, to: number): Promise<void> {
  for (const event of await readBeginnings(database, siteId, start, to)) report.fold(event);
  let count = 0;
  for await (const events of readSpan(database, siteId, start, to)) {
    count += events.length;
    if (count > INTERVAL_LIMITS.events) {
      const most = INTERVAL_LIMITS.events.toLocaleString('en');
      throw new HttpProblem(400, 'too-much', `This span holds more than ${most} events. Ask for a shorter one.`, {
        pointer: '/to',
      });
    }
    for (const event of events) report.fold(event);
  }
  const open = [...report.state.contacts.keys()];
  for (const event of await readEndings(database, siteId, open, to)) report.fold(event);
}

/** Where the last interval that begins before `to` ends: rows are of whole intervals. */
function endOfLastInterval({ every, zone, to }: IntervalQuestion, settings: readonly LoggedEvent[]): number {
  const parsed = parseEvery(every);
  if (parsed === undefined) return to;
  const floor = createFloorState('settings');
  for (const event of settings) foldFloor(floor, event);
  const starts = new IntervalStarts(parsed, zone, floor.dayStartsAt, to);
  return Math.max(to, starts.next(starts.startOf(to - 1)));
}

function makeReport(options: ReportOptions): Report {
  try {
    return createReport(options);
  } catch (error) {
    if (error instanceof ReportOptionsError) throw badField(`/${error.field}`, error.message);
    throw error;
  }
}

function groupOf(row: ReportRow): string {
  return row.queueId ?? row.groupId ?? row.teamId ?? '';
}

function isSeen({ numbers }: Sight, report: Report, row: ReportRow): boolean {
  if (row.queueId !== undefined) {
    return reachesQueue(numbers, row.queueId, report.state.queues.get(row.queueId)?.teamId ?? null);
  }
  return numbers.whole || (row.teamId !== undefined && reachesTeam(numbers, row.teamId));
}
