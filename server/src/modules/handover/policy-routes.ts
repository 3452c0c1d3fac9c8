import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, eq } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { PolicyAnswer } from '@floorwalk/shared/api/handover';
import { ANY_BOT, DEFAULT_POLICY, flawOfPolicy, HandoverPolicy } from '@floorwalk/shared/handover/policy';
import { Id } from '@floorwalk/shared/kit/ids';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { siteTime } from '../../live/site-time.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import { readConfigured } from '../../log/read-configured.ts';
import type { Services } from '../../roles/services.ts';
import { joinThresholds, ownThresholds, saysThresholds } from './own-thresholds.ts';
import { sightFor } from './reach-handovers.ts';
import { handoverPolicy } from './tables.ts';

const tags = ['handovers'];
const OfBot = Type.Object({ site: Id, bot: Id });

/** When and to whom the sessions of a bot go. */
export function policyRoutes(app: FastifyInstance, { database, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/handover-policies/:bot',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'The policy that holds for a bot; * is for bots without one of their own',
        params: OfBot,
        response: { 200: PolicyAnswer },
      },
    },
    async (request) => {
      const { site, bot } = request.params;
      const rows = await database.select().from(handoverPolicy).where(eq(handoverPolicy.site, site));
      const found = rows.find(({ botId }) => botId === bot) ?? rows.find(({ botId }) => botId === ANY_BOT);
      if (found === undefined)
        return { policy: { ...DEFAULT_POLICY, botId: bot }, version: 0, setBy: null, setAt: null };
      const { policy, version, setBy, setAt, botId } = found;
      return { policy: { ...policy, botId: bot }, version: botId === bot ? version : 0, setBy, setAt };
    },
  );

  typed.put(
    '/api/v1/sites/:site/handover-policies/:bot',
    {
      config: requirePermission('edit-bots'),
      schema: {
        tags,
        summary: "Put a bot's policy in force; its thresholds hold for the numbers on the floor too",
        params: OfBot,
        querystring: MadeFrom,
        body: HandoverPolicy,
        response: { 200: PolicyAnswer },
      },
    },
    async (request) => {
      const { site: siteId, bot: botId } = request.params;
      const policy = request.body;
      const principal = principalOf(request);
      if (!sightFor(principal, siteId).numbers.whole)
        throw forbidden('A policy concerns every queue, and you see only part of this site.');
      if (policy.botId !== botId) throw badField('/botId', 'The policy names another bot than the address.');
      const flaw = flawOfPolicy(policy);
      if (flaw !== null) throw badField(flaw.pointer, flaw.message);
      const queueIds = policy.queueId === null ? [] : [policy.queueId];
      if ((await readConfigured(database, siteId, 'queue.configured', queueIds)).length < queueIds.length)
        throw badField('/queueId', 'This site has no such queue.');
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const ofBot = and(eq(handoverPolicy.site, siteId), eq(handoverPolicy.botId, botId));
        const [before] = await transaction.select().from(handoverPolicy).where(ofBot);
        const version = nextVersion(before, request.query, 'policy');
        const values = { policy, version, setBy: by, setAt: time };
        await transaction
          .insert(handoverPolicy)
          .values({ site: siteId, botId, ...values })
          .onConflictDoUpdate({ target: [handoverPolicy.site, handoverPolicy.botId], set: values });
        const events: [NewEvent, ...NewEvent[]] = [consoleEvent('handover.policy-set', time, { policy, version, by })];
        // The floor counts uncertain turns by what the bot itself is configured with, so that both go by one line.
        if (botId !== ANY_BOT && (saysThresholds(policy) || (before !== undefined && saysThresholds(before.policy)))) {
          const own = await ownThresholds(transaction, siteId, botId);
          events.push(consoleEvent('bot.configured', time, { botId, ...joinThresholds(own, policy) }));
        }
        await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'handover.policy-set',
          subject: botId,
          before: before?.policy,
          after: policy,
          events,
        });
        return values;
      });
    },
  );
}
