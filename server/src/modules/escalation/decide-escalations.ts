import { and, eq } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import { applyOutcome } from '@floorwalk/shared/escalation/apply-outcome';
import {
  decideEscalation,
  type EscalationDecision,
  type EscalationInput,
  type EscalationRun,
} from '@floorwalk/shared/escalation/decide-escalation';
import type { EscalationRefusal } from '@floorwalk/shared/escalation/escalation-machine';
import type { Told } from '@floorwalk/shared/escalation/events';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import {
  ESCALATION_SOURCE,
  eventsOf,
  notifiesOf,
  standingAfter,
  type Subject,
} from '@floorwalk/shared/escalation/say-decision';
import { audit } from '../../auth/audit.ts';
import type { Transaction } from '../../db/database.ts';
import { ringAt } from '../../jobs/due-sweep.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import type { JobServices } from '../../roles/services.ts';
import { advanceEscalationJob } from './jobs/advance-escalation.job.ts';
import { resolveTargets, type TargetQuestion } from './resolve-targets.ts';
import type { AskExperts } from './site-experts.ts';
import { escalation } from './tables.ts';

/** Entries of a timeline that the history keeps. */
export const KEPT_HISTORY = 500;

export type DecideServices = JobServices & { readonly askExperts: AskExperts };

export type Decided =
  | { readonly ok: true; readonly position: number; readonly row: EscalationRow }
  | { readonly ok: false; readonly refusal: EscalationRefusal | 'unknown'; readonly row?: EscalationRow };

type Options = {
  /** The site's present, epoch ms. */
  readonly time: number;
  /** Who decides, for the audit; may throw from `check` where they may not. */
  readonly actor?: Principal;
  readonly check?: (row: EscalationRow) => void;
};

/**
 * Gives an escalation an input: row, log entry and notices in one transaction (decision D1), then a ring for its next moment. Whoever comes second
 * with the same is refused by the machine, so that it is harmless from how many sides it comes.
 */
export async function decideOn(
  services: DecideServices,
  siteId: string,
  id: string,
  input: EscalationInput,
  options: Options,
): Promise<Decided> {
  const { time, actor, check } = options;
  const decided = await decideOnSite(services.database, siteId, async (transaction): Promise<Decided> => {
    const ofRow = and(eq(escalation.site, siteId), eq(escalation.id, id));
    const [known] = await transaction.select().from(escalation).where(ofRow);
    if (known === undefined) return { ok: false, refusal: 'unknown' };
    check?.(known.shown);
    const decision = decideEscalation(known.run, input, time);
    if (!decision.ok) return { ok: false, refusal: decision.refusal, row: known.shown };
    const version = known.version + 1;
    const said = await say(transaction, services, siteId, known.shown, decision, {
      time,
      version,
      byPerson: 'by' in input,
    });
    await transaction
      .update(escalation)
      .set({ version, run: decision.run, shown: said.row, ...columnsOf(decision.run, said.row) })
      .where(ofRow);
    if (actor !== undefined) {
      await audit(transaction, actor, services.now(), {
        action: `escalation.${input.kind}`,
        siteId,
        subject: id,
        after: input,
      });
    }
    return { ok: true, position: said.position, row: said.row };
  });
  if (decided.ok) await ringFor(services, siteId, decided.row);
  return decided;
}

/** The columns that are asked for, from what is decided and shown. */
export function columnsOf(run: EscalationRun, row: EscalationRow) {
  return { state: run.state, dueAt: run.dueAt, endedAt: row.endedAt };
}

/** A ring for the moment at which it moves next by itself. */
export async function ringFor(services: JobServices, siteId: string, row: EscalationRow): Promise<void> {
  if (row.dueAt === null) return;
  await ringAt(services, advanceEscalationJob, {
    siteId,
    dueAt: row.dueAt,
    ringId: `escalation-${row.id}-${row.lap}-${row.reached}-${row.dueAt}`,
    payload: { siteId, id: row.id },
  });
}

type Done = Extract<EscalationDecision, { ok: true }>;

/** Appends what was decided with its notices, and answers how it is shown now. `first` is said before everything else. */
export async function say(
  transaction: Transaction,
  services: DecideServices,
  siteId: string,
  shown: EscalationRow,
  decision: Done,
  at: { readonly time: number; readonly version: number; readonly byPerson: boolean; readonly isNew?: boolean },
): Promise<{ readonly row: EscalationRow; readonly position: number }> {
  const { time, version } = at;
  const told = await tell(transaction, services, siteId, shown, decision, time);
  const subject: Subject = shown;
  const standing = standingAfter(decision.run, subject, decision, told);
  const source = at.byPerson ? CONSOLE_SOURCE : ESCALATION_SOURCE;
  const { outcomes, notices } = eventsOf(subject, standing, decision, told, { time, source, number: version });
  let row = shown;
  for (const outcome of outcomes) row = applyOutcome(row, outcome, KEPT_HISTORY) ?? row;
  const started = at.isNew === true ? [startedEvent(shown, source, time)] : [];
  const appended = await appendWith(transaction, siteId, [...started, ...outcomes, ...notices], services.now());
  return { row, position: appended.at(-1)?.position ?? 0 };
}

async function tell(
  transaction: Transaction,
  services: DecideServices,
  siteId: string,
  about: TargetQuestion,
  decision: Done,
  time: number,
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const told = new Map<string, readonly Told[]>();
  const demo = services.config.demo !== undefined;
  for (const notify of notifiesOf(decision.effects)) {
    const options = { time, demo, askExperts: services.askExperts };
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    told.set(notify.key, await resolveTargets(transaction, siteId, notify, about, options));
  }
  return told;
}

function startedEvent(shown: EscalationRow, source: string, time: number) {
  const {
    id,
    startedBy,
    startedAt: _,
    endedAt: __,
    acknowledgedAt: ___,
    timeline: ____,
    leftOutCount: _____,
    ...rest
  } = shown;
  const { state, dueAt, lap, reached, acknowledgements, targets, owner, warRoom, ...about } = rest;
  return {
    id: `${id}-started`,
    source,
    type: 'escalation.started' as const,
    time,
    data: {
      escalationId: id,
      standing: {
        state,
        dueAt,
        lap,
        reached,
        acknowledgements: [...acknowledgements],
        targets: [...targets],
        owner,
        warRoom,
      },
      ...about,
      by: startedBy,
    },
  };
}
