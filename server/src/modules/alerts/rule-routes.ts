import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, eq, isNull } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { inhibitionFault } from '@floorwalk/shared/alerts/inhibition-fault';
import { asksSame, needsPast } from '@floorwalk/shared/alerts/past-keeper';
import { readRules, RulesError } from '@floorwalk/shared/alerts/read-rules';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { DecisionAnswer, MAX_SITE_RULES, RuleAnswer } from '@floorwalk/shared/api/alerts';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, notFound } from '../../auth/http-problem.ts';
import { demandRoom } from '../../http/demand-room.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { learnPastJob } from './jobs/learn-past.job.ts';
import { demandWhole, reachOf } from './reach-alerts.ts';
import { siteTime } from '../../live/site-time.ts';
import { alertFiring, alertRule } from './tables.ts';

const tags = ['alerts'];
const OfRule = Type.Object({ site: Id, id: Id });

/** One rule from a request's body. Throws 400 with the pointer of the fault. */
export function readRule(body: unknown, at: string): AlertRule {
  try {
    const [rule] = readRules([body]);
    if (rule === undefined) throw badField(at, 'Give a rule.');
    return rule;
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    throw badField(`${at}${error.pointer.replace(/^\/0/, '')}`, sentence(error.message));
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

/** Rules: which are in force, put one, take one away. Each change is an event on the log. */
export function ruleRoutes(app: FastifyInstance, { database, now, ring }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/alert-rules',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'The rules in force; none for who sees part of the site',
        params: Type.Object({ site: Id }),
        response: { 200: Type.Array(RuleAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      if (!reachOf(principalOf(request), siteId).whole) return [];
      const rows = await database
        .select()
        .from(alertRule)
        .where(and(eq(alertRule.site, siteId), isNull(alertRule.removedAt)))
        .orderBy(asc(alertRule.id));
      return rows.map(({ id, version, rule, setBy, setAt }) => ({ id, version, rule, setBy, setAt }));
    },
  );

  typed.put(
    '/api/v1/sites/:site/alert-rules/:id',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags,
        summary: 'Put a rule in force, new or in the place of its former version',
        params: OfRule,
        querystring: MadeFrom,
        body: Type.Unknown({ description: 'a rule as docs/alerts.md describes it' }),
        response: { 200: Type.Object({ ...DecisionAnswer.properties, version: Type.Integer() }) },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const rule = readRule(request.body, '');
      if (rule.id !== id) throw badField('/id', `The id in the address is ${id}; the rule must have the same.`);
      await demandKnown(siteId, rule);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      const answer = await decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction
          .select()
          .from(alertRule)
          .where(and(eq(alertRule.site, siteId), eq(alertRule.id, id)));
        if (before === undefined || before.removedAt !== null)
          await demandRoom(transaction, alertRule, siteId, { most: MAX_SITE_RULES, what: 'rules' });
        const version = nextVersion(before, request.query, 'rule');
        const event = consoleEvent('alert.rule-set', time, { rule, version, by });
        const isLearned =
          !needsPast(rule) ||
          (before?.removedAt === null && before.learnedVersion === before.version && asksSame(before.rule, rule));
        const learnedVersion = isLearned ? version : null;
        const values = { rule, version, setBy: by, setAt: time, removedAt: null, learnedVersion, learningAt: null };
        await transaction
          .insert(alertRule)
          .values({ site: siteId, id, ...values })
          .onConflictDoUpdate({ target: [alertRule.site, alertRule.id], set: values });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.rule-set',
          subject: id,
          before: before?.removedAt === null ? before.rule : undefined,
          after: rule,
          events: [event],
        });
        return { ...said, version };
      });
      if (needsPast(rule))
        await ring?.(learnPastJob, `learn-past-${siteId}-${id}-${answer.version}`, { siteId, ruleId: id });
      return answer;
    },
  );

  typed.delete(
    '/api/v1/sites/:site/alert-rules/:id',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags,
        summary: 'Take a rule out of force; what it has firing ends',
        params: OfRule,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction
          .update(alertRule)
          .set({ removedAt: time })
          .where(and(eq(alertRule.site, siteId), eq(alertRule.id, id), isNull(alertRule.removedAt)))
          .returning();
        if (before === undefined) throw notFound('There is no such rule in force.');
        const event = consoleEvent('alert.rule-removed', time, {
          ruleId: id,
          by: { id: principal.id, name: principal.name },
        });
        await transaction
          .update(alertFiring)
          .set({ resolvedAt: time })
          .where(and(eq(alertFiring.site, siteId), eq(alertFiring.ruleId, id), isNull(alertFiring.resolvedAt)));
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.rule-removed',
          subject: id,
          before: before.rule,
          events: [event],
        });
      });
    },
  );

  /** What a rule refers to must be there, and rules must not inhibit each other in a circle: none of them would ever page. */
  async function demandKnown(siteId: string, rule: AlertRule): Promise<void> {
    if (rule.inhibitedBy === undefined) return;
    const rows = await database
      .select({ id: alertRule.id, rule: alertRule.rule })
      .from(alertRule)
      .where(and(eq(alertRule.site, siteId), isNull(alertRule.removedAt)));
    const known = new Map(rows.map((row) => [row.id, row.rule]));
    const fault = inhibitionFault(known, rule);
    if (fault !== null) throw badField(`/inhibitedBy/${fault.index}`, sentence(fault.message));
  }
}
