import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { eq } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { SurgePolicyAnswer } from '@floorwalk/shared/api/surge';
import { Id } from '@floorwalk/shared/kit/ids';
import { DEFAULT_SURGE_POLICY, SurgePolicy } from '@floorwalk/shared/surge/surge-policy';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { sightAt } from './reach-surges.ts';
import { surgePolicy } from './tables.ts';

const tags = ['surge'];
const OfSite = Type.Object({ site: Id });

/** The site's rules for surges, labour rules among them. Each change is an event on the log, with a version. */
export function policyRoutes(app: FastifyInstance, { database, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/surge-policy',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'When surges are proposed, what they may cost, and the labour rules they keep',
        params: OfSite,
        response: { 200: SurgePolicyAnswer },
      },
    },
    async (request) => {
      const [row] = await database.select().from(surgePolicy).where(eq(surgePolicy.site, request.params.site));
      if (row === undefined) return { policy: DEFAULT_SURGE_POLICY, version: 0, setBy: null, setAt: null };
      const { policy, version, setBy, setAt } = row;
      // Rules that were set before there were as many are complete with what holds until a site says otherwise.
      return { policy: { ...DEFAULT_SURGE_POLICY, ...policy }, version, setBy, setAt };
    },
  );

  typed.put(
    '/api/v1/sites/:site/surge-policy',
    {
      config: requirePermission('approve-surges'),
      schema: {
        tags,
        summary: 'Set the rules for surges',
        params: OfSite,
        querystring: MadeFrom,
        body: SurgePolicy,
        response: { 200: SurgePolicyAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      if (!sightAt(principal, siteId).numbers.whole)
        throw forbidden('These rules concern the whole site, and you see only part of it.');
      const policy = request.body;
      const { labour } = policy;
      if (labour.maxDayMs > labour.maxWeekMs)
        throw badField('/labour/maxDayMs', 'A day has no more working time than a week.');
      const { time } = await siteTime(database, siteId, now);
      const setBy = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction.select().from(surgePolicy).where(eq(surgePolicy.site, siteId));
        const version = nextVersion(before, request.query, 'policy');
        const event = consoleEvent('surge.policy-set', time, { policy, version, by: setBy });
        const values = { version, policy, setBy, setAt: time };
        await transaction
          .insert(surgePolicy)
          .values({ site: siteId, ...values })
          .onConflictDoUpdate({ target: surgePolicy.site, set: values });
        await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'surge.policy-set',
          subject: siteId,
          before: before?.policy,
          after: policy,
          events: [event],
        });
        return { policy, version, setBy, setAt: time };
      });
    },
  );
}
