import { reachesQueue, reachesTeam, type Sight } from '@floorwalk/shared/access/sight';
import { foldFloor } from '@floorwalk/shared/floor/fold-floor';
import { createFloorState } from '@floorwalk/shared/floor/floor-state';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { IntervalStarts, parseEvery } from '@floorwalk/shared/report/interval-starts';
import { createReport, ReportOptionsError, type Report, type ReportOptions } from '@floorwalk/shared/report/report';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { badField, forbidden, HttpProblem } from '../../auth/http-problem.ts';
import type { Database } from '../../db/database.ts';
import { readKnownFrom } from '../../log/read-known-from.ts';
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
 * contacts met in it. Settings hold as they are now. Only rows within sight; none of intervals that ended before anything was known of the site, or that have not
 * begun: what nobody can know is not nothing. Throws 400 and 403 with what would do.
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
  const starts = startsOf(question, settings);
  const end = starts === undefined ? to : Math.max(to, starts.next(starts.startOf(to - 1)));
  const report = makeReport({ ...question, until: Math.min(end, question.present) });
  for (const event of settings) report.fold(event);
  await foldSpan(database, siteId, report, from - LOOKBACK_MS, end);
  const knownFrom = await readKnownFrom(database, siteId);
  const firstAt = knownFrom === null ? Infinity : (starts?.startOf(knownFrom) ?? knownFrom);
  const seen = report
    .rows()
    .filter((row) => (row.startAt >= firstAt && row.startAt <= question.present) || hasContacts(row))
    .filter((row) => isSeen(sight, report, row));
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

/** Where intervals begin, the last of them too: rows are of whole intervals. `undefined` for a cut that is none. */
function startsOf({ every, zone, to }: IntervalQuestion, settings: readonly LoggedEvent[]): IntervalStarts | undefined {
  const parsed = parseEvery(every);
  if (parsed === undefined) return undefined;
  const floor = createFloorState('settings');
  for (const event of settings) foldFloor(floor, event);
  return new IntervalStarts(parsed, zone, floor.dayStartsAt, to);
}

function hasContacts({ offeredCount, endedBeforeQueueCount }: ReportRow): boolean {
  return offeredCount + endedBeforeQueueCount > 0;
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
