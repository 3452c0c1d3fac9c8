import Type, { type Static } from 'typebox';
import { Impact } from '../escalation/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { isZone } from '../kit/zone.ts';
import { BusinessCalendar, WEEKDAYS, type OpenPeriod } from './business-calendar.ts';
import { HandoffOwner, MissingDocuments, Priority } from './handoff.ts';

const strict = { additionalProperties: false } as const;

/** Shortest and longest time that may be promised, ms of business time. */
export const MIN_PROMISE_MS = 60_000;
export const MAX_PROMISE_MS = 90 * 86_400_000;
/** Most calendar weeks that a promise may take by the department's own hours. */
export const MAX_PROMISE_WEEKS = 104;

/** Share of the promise after which people are warned. */
const WarnShare = Type.Number({ minimum: 0.1, maximum: 0.99 });
const BounceLimit = Type.Integer({ minimum: 0, maximum: 20 });
const ResponseMs = Type.Integer({ minimum: MIN_PROMISE_MS, maximum: MAX_PROMISE_MS });

/** What is promised for some: those that fit all it names. */
export const ResponsePromise = Type.Object(
  {
    kind: Type.Optional(Label),
    tier: Type.Optional(Label),
    priority: Type.Optional(Priority),
    responseMs: ResponseMs,
  },
  strict,
);
export type ResponsePromise = Static<typeof ResponsePromise>;

export const DepartmentId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });

/** A document that must be there; of every kind of request where it names none. */
export const RequiredDocument = Type.Object(
  { name: Label, kinds: Type.Optional(Type.Array(Label, { minItems: 1, maxItems: 20 })) },
  strict,
);
export type RequiredDocument = Static<typeof RequiredDocument>;

/** A department: when it works, what it promises, and who holds what nobody else does. */
export const Department = Type.Object(
  {
    id: DepartmentId,
    name: Label,
    /** Teams of the floor that belong to it; who sees one of them sees its handoffs. */
    teamIds: Type.Array(Id, { maxItems: 50 }),
    calendar: BusinessCalendar,
    /** Who is told of what comes in and holds it until somebody accepts; the exception owner where it is not given. */
    intake: Type.Optional(HandoffOwner),
    exceptionOwner: HandoffOwner,
    responseMs: ResponseMs,
    /** Within this, business time, somebody accepts what comes in; nothing is promised where it is not given. */
    acceptMs: Type.Optional(ResponseMs),
    promises: Type.Array(ResponsePromise, { maxItems: 100 }),
    warnShare: WarnShare,
    /** Times it may be sent back before it falls to the exception owner. */
    bounceLimit: BounceLimit,
    documents: Type.Array(RequiredDocument, { maxItems: 30 }),
    missingDocuments: MissingDocuments,
  },
  strict,
);
export type Department = Static<typeof Department>;

/** What two departments agreed on, for what the first hands to the second. */
export const Agreement = Type.Object(
  {
    fromDepartmentId: DepartmentId,
    toDepartmentId: DepartmentId,
    responseMs: Type.Optional(ResponseMs),
    acceptMs: Type.Optional(ResponseMs),
    promises: Type.Array(ResponsePromise, { maxItems: 100 }),
    warnShare: Type.Optional(WarnShare),
    bounceLimit: Type.Optional(BounceLimit),
    /** Told, beside its owner, when the promise is broken. */
    escalationContacts: Type.Array(HandoffOwner, { maxItems: 20 }),
    /** How far a broken promise reaches, for the severity matrix. */
    impact: Impact,
    /** Whether a contact transferred between them on the floor opens a handoff by itself. */
    opensOnTransfer: Type.Boolean(),
    /** Whether such a handoff is accepted by who answers the contact, and ends with it. */
    followsContact: Type.Boolean(),
  },
  strict,
);
export type Agreement = Static<typeof Agreement>;

export const agreementKey = (from: string, to: string): string => `${from}>${to}`;

/** What is wrong with a department or agreement that fits its schema, with the pointer of the field. */
export type DepartmentFlaw = { readonly pointer: string; readonly message: string };

export function findDepartmentFlaw(department: Department): DepartmentFlaw | null {
  const { calendar, exceptionOwner, intake } = department;
  if (!isZone(calendar.zone))
    return { pointer: '/calendar/zone', message: `There is no time zone named ${calendar.zone}.` };
  for (const day of WEEKDAYS) {
    const flaw = findPeriodFlaw(calendar.weekly[day], `/calendar/weekly/${day}`);
    if (flaw !== null) return flaw;
  }
  const dates = new Map<string, number>();
  for (const [index, holiday] of calendar.holidays.entries()) {
    const at = `/calendar/holidays/${index}`;
    if (!isDate(holiday.date)) return { pointer: `${at}/date`, message: `${holiday.date} is no date of the calendar.` };
    if (dates.has(holiday.date))
      return {
        pointer: `${at}/date`,
        message: `${holiday.date} is a holiday already, number ${dates.get(holiday.date)}.`,
      };
    dates.set(holiday.date, index + 1);
    const flaw = findPeriodFlaw(holiday.periods, `${at}/periods`);
    if (flaw !== null) return flaw;
  }
  const weekMs = weeklyOpenMs(department);
  if (weekMs === 0)
    return {
      pointer: '/calendar/weekly',
      message: 'A department that is never open could keep no promise. Give it hours.',
    };
  for (const [owner, pointer] of [[exceptionOwner, '/exceptionOwner'] as const, [intake, '/intake'] as const]) {
    if (owner !== undefined && owner.name.trim() === '')
      return { pointer: `${pointer}/name`, message: 'Say the name of who it is.' };
  }
  if (exceptionOwner.to.kind === 'team' || exceptionOwner.to.kind === 'role')
    return {
      pointer: '/exceptionOwner/to',
      message: 'The exception owner is one person, by name: not a team and not a role.',
    };
  return (
    findAcceptFlaw(department.acceptMs, department.responseMs) ??
    findPromiseFlaw(department.responseMs, department.promises, weekMs)
  );
}

export function findAgreementFlaw(agreement: Agreement, to: Department): DepartmentFlaw | null {
  if (agreement.fromDepartmentId === agreement.toDepartmentId)
    return { pointer: '/toDepartmentId', message: 'A department agrees on handoffs with another one.' };
  return (
    findAcceptFlaw(agreement.acceptMs, agreement.responseMs ?? to.responseMs) ??
    findPromiseFlaw(agreement.responseMs, agreement.promises, weeklyOpenMs(to))
  );
}

function findAcceptFlaw(acceptMs: number | undefined, responseMs: number): DepartmentFlaw | null {
  if (acceptMs === undefined || acceptMs <= responseMs) return null;
  return { pointer: '/acceptMs', message: 'What is answered by then cannot be accepted later.' };
}

function findPromiseFlaw(
  responseMs: number | undefined,
  promises: readonly ResponsePromise[],
  weekMs: number,
): DepartmentFlaw | null {
  const tooLong = (ms: number) => ms > weekMs * MAX_PROMISE_WEEKS;
  const message = `By these hours that would take more than ${MAX_PROMISE_WEEKS} weeks.`;
  if (responseMs !== undefined && tooLong(responseMs)) return { pointer: '/responseMs', message };
  for (const [index, promise] of promises.entries()) {
    if (tooLong(promise.responseMs)) return { pointer: `/promises/${index}/responseMs`, message };
    const same = promises.findIndex(
      ({ kind, tier, priority }) => kind === promise.kind && tier === promise.tier && priority === promise.priority,
    );
    if (same < index)
      return { pointer: `/promises/${index}`, message: `Number ${same + 1} promises something for the same already.` };
  }
  return null;
}

function findPeriodFlaw(periods: readonly OpenPeriod[], pointer: string): DepartmentFlaw | null {
  const sorted = periods.map((period, index) => ({ ...minutesOf(period), index })).toSorted((a, b) => a.from - b.from);
  for (const [place, { from, to, index }] of sorted.entries()) {
    if (from === to)
      return {
        pointer: `${pointer}/${index}/to`,
        message: 'It ends when it begins. For a whole day give 00:00 to 24:00.',
      };
    const before = sorted[place - 1];
    if (before !== undefined && before.to > from)
      return { pointer: `${pointer}/${index}/from`, message: 'It begins before the one ahead of it ends.' };
  }
  return null;
}

/** Minutes after midnight; over midnight it ends after 1,440. */
function minutesOf({ from, to }: OpenPeriod): { readonly from: number; readonly to: number } {
  const start = minuteOfDay(from);
  const end = minuteOfDay(to);
  return { from: start, to: end < start ? end + 1_440 : end };
}

function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Open time of a week without holidays, ms; what overlaps from day to day counts twice. */
function weeklyOpenMs({ calendar }: Department): number {
  return WEEKDAYS.flatMap((day) => calendar.weekly[day])
    .map((period) => minutesOf(period))
    .reduce((sum, { from, to }) => sum + (to - from) * 60_000, 0);
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1 && days !== undefined && day >= 1 && day <= days;
}

/** What a promise depends on. */
export type PromiseFacts = { readonly kind: string | null; readonly tier: string | null; readonly priority: Priority };

/**
 * The promise for one handoff: the one that names the most of what it is; among equals the agreement's before the department's, then the first.
 */
export function promiseFor(department: Department, agreement: Agreement | null, facts: PromiseFacts): number {
  const candidates: readonly ResponsePromise[] = [
    ...(agreement?.promises ?? []),
    ...(agreement?.responseMs === undefined ? [] : [{ responseMs: agreement.responseMs }]),
    ...department.promises,
    { responseMs: department.responseMs },
  ];
  let best: ResponsePromise | null = null;
  let most = -1;
  for (const candidate of candidates) {
    const named = namedCount(candidate);
    if (named > most && fits(candidate, facts)) {
      best = candidate;
      most = named;
    }
  }
  return best?.responseMs ?? department.responseMs;
}

function fits({ kind, tier, priority }: ResponsePromise, facts: PromiseFacts): boolean {
  return (
    (kind === undefined || kind === facts.kind) &&
    (tier === undefined || tier === facts.tier) &&
    (priority === undefined || priority === facts.priority)
  );
}

function namedCount({ kind, tier, priority }: ResponsePromise): number {
  return [kind, tier, priority].filter((one) => one !== undefined).length;
}

/** Documents that a request of that kind needs. */
export function documentsFor({ documents }: Department, kind: string | null): readonly string[] {
  return documents
    .filter(({ kinds }) => kinds === undefined || (kind !== null && kinds.includes(kind)))
    .map(({ name }) => name);
}
