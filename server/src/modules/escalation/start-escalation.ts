import { and, eq, isNull } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import type { Asked } from '@floorwalk/shared/escalation/escalation-work';
import { decideEscalation, newRun } from '@floorwalk/shared/escalation/decide-escalation';
import type { PolicyChoice } from '@floorwalk/shared/escalation/events';
import { ANY, decideByMatrix } from '@floorwalk/shared/escalation/matrix';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import { pathOf } from '@floorwalk/shared/escalation/path-of';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { escalationId } from '@floorwalk/shared/escalation/say-decision';
import { audit } from '../../auth/audit.ts';
import type { Transaction } from '../../db/database.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { columnsOf, ringFor, say, type DecideServices } from './decide-escalations.ts';
import { matrixInForce } from './first-policies.ts';
import { escalation, escalationPolicy } from './tables.ts';

export type Started = { readonly id: string; readonly isNew: boolean; readonly position: number };

/**
 * Begins an escalation, once for each origin: policy and clock by the matrix, its first step, the notices and the row in one transaction. Where it began
 * already nothing happens.
 */
export async function startEscalation(
  services: DecideServices,
  siteId: string,
  asked: Asked,
  time: number,
  actor?: Principal,
): Promise<Started> {
  const id = escalationId(siteId, asked.origin);
  const started = await decideOnSite(services.database, siteId, async (transaction) => {
    const [known] = await transaction
      .select({ id: escalation.id })
      .from(escalation)
      .where(and(eq(escalation.site, siteId), eq(escalation.id, id)));
    if (known !== undefined) return null;
    const chosen = await choosePolicy(transaction, siteId, asked, { time, now: services.now() });
    const path = pathOf(chosen.policy, chosen.policies);
    const clocks = {
      acknowledgeBy: time + chosen.acknowledgeWithinMs,
      resolveBy: time + chosen.resolveWithinMs,
    };
    const decision = decideEscalation(newRun(chosen.policy, path, clocks), { kind: 'start' }, time);
    if (!decision.ok) throw new Error(`an escalation could not begin: ${decision.refusal}`);
    const { run } = decision;
    const { policyId: _, highValue: __, by, ...subject } = asked;
    const first: EscalationRow = {
      ...subject,
      id,
      policyId: chosen.policy.id,
      policyName: chosen.policy.name,
      policyVersion: chosen.version,
      choice: chosen.choice,
      path: [...path],
      acknowledgementsNeeded: chosen.policy.acknowledgementsNeeded,
      ...clocks,
      startedBy: by,
      startedAt: time,
      state: run.state,
      dueAt: run.dueAt,
      lap: run.lap,
      reached: 0,
      acknowledgements: [],
      targets: [],
      owner: null,
      warRoom: run.warRoom,
      endedAt: null,
      acknowledgedAt: null,
      timeline: [{ at: time, kind: 'started', by, text: null, told: [], rung: null, until: run.dueAt }],
      leftOutCount: 0,
    };
    const mine = await transaction
      .insert(escalation)
      .values({
        site: siteId,
        id,
        version: 1,
        run,
        shown: first,
        queueId: asked.queueId,
        teamId: asked.teamId,
        startedAt: time,
        ...columnsOf(run, first),
      })
      .onConflictDoNothing()
      .returning({ id: escalation.id });
    if (mine.length === 0) return null;
    const said = await say(transaction, services, siteId, first, decision, {
      time,
      version: 1,
      byPerson: by !== null,
      isNew: true,
    });
    await transaction
      .update(escalation)
      .set({ shown: said.row })
      .where(and(eq(escalation.site, siteId), eq(escalation.id, id)));
    if (actor !== undefined) {
      await audit(transaction, actor, services.now(), {
        action: 'escalation.started',
        siteId,
        subject: id,
        after: { about: asked.about, title: asked.title, impact: asked.impact },
      });
    }
    return said;
  });
  if (started === null) return { id, isNew: false, position: 0 };
  await ringFor(services, siteId, started.row);
  return { id, isNew: true, position: started.position };
}

type Chosen = {
  readonly policy: EscalationPolicy;
  readonly version: number;
  readonly policies: ReadonlyMap<string, EscalationPolicy>;
  readonly choice: PolicyChoice;
  readonly acknowledgeWithinMs: number;
  readonly resolveWithinMs: number;
};

async function choosePolicy(
  transaction: Transaction,
  siteId: string,
  { impact, tier, contract, policyId, highValue }: Asked,
  at: { readonly time: number; readonly now: number },
): Promise<Chosen> {
  const { matrix, version: matrixVersion } = await matrixInForce(transaction, siteId, at);
  const rows = await transaction
    .select()
    .from(escalationPolicy)
    .where(and(eq(escalationPolicy.site, siteId), isNull(escalationPolicy.removedAt)));
  const policies = new Map(rows.map((row) => [row.id, row.policy]));
  const cell = decideByMatrix(matrix, { impact, tier, contract });
  const watched = highValue === true ? matrix.highValue : null;
  // A policy that was named and is gone meanwhile: the matrix decides instead of nobody hearing of it.
  const isNamed = policyId !== null && policies.has(policyId);
  const by = isNamed ? 'named' : watched === null ? 'matrix' : 'high-value';
  const clock = watched ?? cell;
  const row = rows.find(({ id }) => id === (isNamed ? policyId : clock.policyId));
  if (row === undefined) throw new Error(`the matrix names the policy ${clock.policyId}, which is not in force`);
  return {
    policy: row.policy,
    version: row.version,
    policies,
    choice: {
      by,
      matrixVersion,
      tier: by === 'matrix' ? cell.tier : ANY,
      contract: by === 'matrix' ? cell.contract : ANY,
    },
    acknowledgeWithinMs: clock.acknowledgeWithinMs,
    resolveWithinMs: clock.resolveWithinMs,
  };
}
