import { and, count, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { HandoffAnswer, OpenHandoffRequest } from '@floorwalk/shared/api/handoffs';
import {
  decideHandoff,
  intakeOf,
  type HandoffCommand,
  type HandoffDecision,
  type HandoffEffect,
} from '@floorwalk/shared/handoffs/decide-handoff';
import { documentsFor, promiseFor, type Agreement, type Department } from '@floorwalk/shared/handoffs/department';
import type { HandoffOpened } from '@floorwalk/shared/handoffs/events';
import { openedHandoff } from '@floorwalk/shared/handoffs/evolve-handoff';
import type { Handoff, HandoffOwner } from '@floorwalk/shared/handoffs/handoff';
import { HANDOFFS_SOURCE, newsOf } from '@floorwalk/shared/handoffs/handoff-news';
import { reckonHandoff } from '@floorwalk/shared/handoffs/reckon-handoff';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import type { Transaction } from '../../db/database.ts';
import { ringAt } from '../../jobs/due-sweep.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import { handoffAnswer, handoffColumns } from './handoff-row.ts';
import { wakeHandoffJob } from './jobs/wake-handoff.job.ts';
import { department, departmentAgreement, departmentHandoff, departmentHandoffEntry } from './tables.ts';

/** Most handoffs open at once on a site; more are refused, and a transfer then opens none. */
export const MAX_OPEN_HANDOFFS = 2_000;

/** What became of a decision. */
export type Decided = { readonly position: number; readonly time: number; readonly handoff: HandoffAnswer };

type Refusal = Extract<HandoffDecision, { ok: false }>['refusal'];

/** Why a decision was refused, for people. */
const REFUSALS: Record<Refusal, (handoff: Handoff) => string> = {
  'not-accepted': () => 'Nobody has accepted this handoff yet. Accept it first.',
  'already-accepted': ({ owner }) => `${owner.name} has accepted this handoff already.`,
  'already-paused': () => 'The clock of this handoff stands already.',
  'not-paused': () => 'The clock of this handoff is not paused.',
  'already-returned': ({ owner }) => `This handoff is back with ${owner.name} already.`,
  'not-returned': () => 'This handoff was not sent back.',
  'bounce-limit': ({ bounceLimit }) => `It was sent back ${bounceLimit} times, which is the limit. Decide it here.`,
  'documents-missing': ({ documents }) =>
    `Required documents are missing: ${documents
      .filter(({ required, given }) => required && given === null)
      .map(({ name }) => name)
      .join(', ')}.`,
  'already-excepted': ({ owner }) => `It fell to ${owner.name} already.`,
  'clock-stands': () => 'The clock of this handoff stands.',
  'already-ended': ({ state }) => `This handoff is ${state} already.`,
  'too-many-moves': () => 'Too much has happened to this handoff. Complete or cancel it.',
  'too-many-documents': () => 'This handoff has as many documents as it can have.',
  'until-is-past': () => 'A pause ends later than now.',
};

const REFUSED_FIELDS: Partial<Record<Refusal, string>> = { 'until-is-past': '/until' };

/**
 * Carries a command on a handoff out: its row, its moves and what they ask for, in one transaction (decision D1). Throws 404 for what is not
 * `within` reach, 409 where the handoff has moved on.
 */
export async function moveHandoff(
  services: JobServices,
  siteId: string,
  handoffId: string,
  command: HandoffCommand,
  by: { readonly principal: Principal; readonly within: SQL | undefined } | DecidedBy,
): Promise<Decided> {
  const { database, now } = services;
  const site = await siteTime(database, siteId, now);
  const principal = 'principal' in by ? by.principal : null;
  const decidedBy: DecidedBy = 'principal' in by ? { id: by.principal.id, name: by.principal.name } : by;
  const decided = await decideOnSite(database, siteId, async (transaction) => {
    const within = 'principal' in by ? by.within : undefined;
    const key = and(eq(departmentHandoff.site, siteId), eq(departmentHandoff.id, handoffId));
    const [row] = await transaction.select().from(departmentHandoff).where(and(key, within));
    if (row === undefined) throw notFound('There is no such handoff, or it is none of yours.');
    // Only now, so that hours set in the meantime are seen.
    const receiver = await findDepartment(transaction, siteId, row.toDepartmentId);
    if (receiver === undefined) throw conflict('The department of this handoff is gone.');
    const agreement = await findAgreement(transaction, siteId, row.fromDepartmentId, row.toDepartmentId);
    // A clock that was set back must not let things happen before what they follow.
    const time = Math.max(site.time, row.handoff.movedAt);
    const context = {
      now: time,
      by: decidedBy,
      department: receiver.department,
      hoursVersion: receiver.version,
      agreement,
    };
    const decision = decideHandoff(row.handoff, command, context);
    if (!decision.ok) throw refusalOf(decision.refusal, row.handoff);
    const position = await say(
      transaction,
      siteId,
      { before: row.handoff, decision, department: receiver, time },
      now(),
    );
    const columns = handoffColumns(decision.handoff, receiver.department.calendar);
    await transaction.update(departmentHandoff).set(columns).where(key);
    if (principal !== null)
      await audit(transaction, principal, now(), {
        action: `handoff.${command.kind}`,
        siteId,
        subject: handoffId,
        before: { state: row.handoff.state, owner: row.handoff.owner.name },
        after: { state: decision.handoff.state, owner: decision.handoff.owner.name },
      });
    const answer = handoffAnswer({ handoff: decision.handoff, dueAt: columns.dueAt ?? null });
    return { position, time, handoff: answer, wakeAt: columns.wakeAt ?? null };
  });
  await ringFor(services, siteId, decided.handoff, decided.wakeAt);
  return { position: decided.position, time: decided.time, handoff: decided.handoff };
}

function refusalOf(refusal: Refusal, handoff: Handoff): Error {
  const pointer = REFUSED_FIELDS[refusal];
  const words = REFUSALS[refusal](handoff);
  return pointer === undefined ? conflict(words) : badField(pointer, words);
}

type Decision = Extract<HandoffDecision, { ok: true }>;
type InForce = { readonly department: Department; readonly version: number };

/** Puts the moves on the log, each once by its number, and keeps them as entries. Answers the last position. */
async function say(
  transaction: Transaction,
  siteId: string,
  said: { readonly before: Handoff; readonly decision: Decision; readonly department: InForce; readonly time: number },
  now: number,
): Promise<number> {
  const { before, decision, department: receiver, time } = said;
  const moves = decision.moves.map((move, index) => {
    const event = { id: `handoff-${before.id}-${before.moveCount + index + 1}`, source: HANDOFFS_SOURCE, time };
    return { ...event, ...move } as NewEvent;
  });
  const { dueAt } = reckonHandoff(decision.handoff, receiver.department.calendar);
  const news = newsOf(decision.handoff, decision.effects, { department: receiver.department, dueAt, time });
  const appended = await appendWith(transaction, siteId, [...moves, ...news], now);
  if (decision.moves.length > 0)
    await transaction.insert(departmentHandoffEntry).values(
      decision.moves.map((move, index) => ({
        site: siteId,
        handoffId: before.id,
        move: before.moveCount + index + 1,
        at: time,
        type: move.type,
        by: move.data.by,
        data: move.data,
      })),
    );
  return Math.max(0, ...appended.map(({ position }) => position));
}

async function ringFor(
  services: JobServices,
  siteId: string,
  handoff: Pick<HandoffAnswer, 'id' | 'moveCount'>,
  wakeAt: number | null,
): Promise<void> {
  if (wakeAt === null) return;
  const ringId = `handoff-${handoff.id}-${handoff.moveCount}`.replaceAll(':', '_');
  await ringAt(services, wakeHandoffJob, { siteId, dueAt: wakeAt, ringId, payload: { siteId, handoffId: handoff.id } });
}

/** What opens a handoff. */
export type Opening = OpenHandoffRequest & {
  readonly handoffId: string;
  readonly sender: HandoffOwner;
  readonly by: DecidedBy;
  readonly transferPosition?: number;
};

/**
 * Opens a handoff. Throws 404 or 400 where a department is not there, 409 where too many are open. Answers `null` where one with that id is there
 * already: two that open it for the same transfer open it once.
 */
export async function openHandoff(
  services: JobServices,
  siteId: string,
  opening: Opening,
  principal: Principal | null,
): Promise<Decided | null> {
  const { database, now } = services;
  const { time } = await siteTime(database, siteId, now);
  const decided = await decideOnSite(database, siteId, async (transaction) => {
    const receiver = await findDepartment(transaction, siteId, opening.toDepartmentId);
    if (receiver === undefined) throw badField('/toDepartmentId', 'There is no such department.');
    const { fromDepartmentId = null } = opening;
    if (fromDepartmentId === opening.toDepartmentId)
      throw badField('/toDepartmentId', 'It is with this department already.');
    if (fromDepartmentId !== null && (await findDepartment(transaction, siteId, fromDepartmentId)) === undefined)
      throw badField('/fromDepartmentId', 'There is no such department.');
    const [open] = await transaction
      .select({ count: count() })
      .from(departmentHandoff)
      .where(and(eq(departmentHandoff.site, siteId), isNull(departmentHandoff.endedAt)));
    if ((open?.count ?? 0) >= MAX_OPEN_HANDOFFS)
      throw conflict(`This site has ${MAX_OPEN_HANDOFFS} open handoffs, which is the limit. Complete or cancel some.`);
    const agreement = await findAgreement(transaction, siteId, fromDepartmentId, opening.toDepartmentId);
    const data = openingData(opening, receiver, agreement);
    const handoff = openedHandoff(data, time);
    const columns = handoffColumns(handoff, receiver.department.calendar);
    const inserted = await transaction
      .insert(departmentHandoff)
      .values({ site: siteId, id: handoff.id, ...columns })
      .onConflictDoNothing()
      .returning({ id: departmentHandoff.id });
    if (inserted.length === 0) return null;
    const { owner } = handoff;
    const notice: HandoffEffect = {
      kind: 'notify',
      noticeId: `handoff-${handoff.id}-opened-1`,
      to: [owner.to],
      urgency: 'inform',
      about: 'opened',
    };
    const news = newsOf(handoff, [notice], {
      department: receiver.department,
      dueAt: columns.dueAt ?? null,
      time,
    });
    const event: NewEvent<'handoff.opened'> = {
      id: `handoff-${handoff.id}-1`,
      source: HANDOFFS_SOURCE,
      type: 'handoff.opened',
      time,
      data,
    };
    const [appended] = await appendWith(transaction, siteId, [event, ...news], now());
    await transaction
      .insert(departmentHandoffEntry)
      .values({ site: siteId, handoffId: handoff.id, move: 1, at: time, type: event.type, by: data.by, data });
    if (principal !== null)
      await audit(transaction, principal, now(), {
        action: 'handoff.opened',
        siteId,
        subject: handoff.id,
        after: { title: handoff.title, toDepartmentId: handoff.toDepartmentId },
      });
    const answer = handoffAnswer({ handoff, dueAt: columns.dueAt ?? null });
    return { position: appended?.position ?? 0, time, handoff: answer, wakeAt: columns.wakeAt ?? null };
  });
  if (decided === null) return null;
  await ringFor(services, siteId, decided.handoff, decided.wakeAt);
  return { position: decided.position, time: decided.time, handoff: decided.handoff };
}

function openingData(opening: Opening, receiver: InForce, agreement: Agreement | null): HandoffOpened {
  const { department: to, version } = receiver;
  const { priority = 'normal', transferPosition, ...facts } = opening;
  const asked = { kind: opening.kind ?? null, tier: opening.tier ?? null, priority };
  const promiseMs = promiseFor(to, agreement, asked);
  const acceptMs = agreement?.acceptMs ?? to.acceptMs;
  return {
    ...facts,
    ...(transferPosition !== undefined && { transferPosition }),
    priority,
    owner: intakeOf(to),
    promiseMs,
    // What is answered sooner than usual is accepted no later than that.
    ...(acceptMs !== undefined && { acceptMs: Math.min(acceptMs, promiseMs) }),
    warnShare: agreement?.warnShare ?? to.warnShare,
    bounceLimit: agreement?.bounceLimit ?? to.bounceLimit,
    documents: [...documentsFor(to, asked.kind)],
    missingDocuments: to.missingDocuments,
    hoursVersion: version,
  };
}

async function findDepartment(transaction: Transaction, siteId: string, id: string): Promise<InForce | undefined> {
  const [row] = await transaction
    .select({ department: department.department, version: department.version })
    .from(department)
    .where(and(eq(department.site, siteId), eq(department.id, id), isNull(department.removedAt)));
  return row;
}

async function findAgreement(
  transaction: Transaction,
  siteId: string,
  from: string | null,
  to: string,
): Promise<Agreement | null> {
  if (from === null) return null;
  const [row] = await transaction
    .select({ agreement: departmentAgreement.agreement })
    .from(departmentAgreement)
    .where(
      and(
        eq(departmentAgreement.site, siteId),
        eq(departmentAgreement.fromDepartmentId, from),
        eq(departmentAgreement.toDepartmentId, to),
        isNull(departmentAgreement.removedAt),
      ),
    );
  return row?.agreement ?? null;
}

/** Reckons the open handoffs to a department by its new hours. The site is locked by the caller. */
export async function reckonAnew(transaction: Transaction, siteId: string, receiver: InForce): Promise<void> {
  const rows = await transaction
    .select()
    .from(departmentHandoff)
    .where(
      and(
        eq(departmentHandoff.site, siteId),
        eq(departmentHandoff.toDepartmentId, receiver.department.id),
        isNull(departmentHandoff.endedAt),
      ),
    )
    .orderBy(departmentHandoff.id);
  for (const { id, handoff } of rows) {
    const columns = handoffColumns({ ...handoff, hoursVersion: receiver.version }, receiver.department.calendar);
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    await transaction
      .update(departmentHandoff)
      .set(columns)
      .where(and(eq(departmentHandoff.site, siteId), eq(departmentHandoff.id, id)));
  }
}

/** Whether any open handoff is between a department and others. */
export async function hasOpenHandoffs(
  transaction: Transaction,
  siteId: string,
  departmentId: string,
): Promise<boolean> {
  const [row] = await transaction
    .select({ count: count() })
    .from(departmentHandoff)
    .where(
      and(
        eq(departmentHandoff.site, siteId),
        isNull(departmentHandoff.endedAt),
        sql`(${departmentHandoff.toDepartmentId} = ${departmentId} or ${departmentHandoff.fromDepartmentId} = ${departmentId})`,
      ),
    );
  return (row?.count ?? 0) > 0;
}
