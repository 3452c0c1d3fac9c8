import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { ConfigureAnswer, ConfigureRequest } from '@floorwalk/shared/api/configure';
import { Id } from '@floorwalk/shared/kit/ids';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, notFound } from '../../auth/http-problem.ts';
import { checkData } from '../../ingest/check-data.ts';
import { SiteClocks } from '../../ingest/site-clocks.ts';
import { appendWith } from '../../log/append-with.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';

export function configureRoutes(app: FastifyInstance, { database, log, now }: Services): void {
  const clocks = new SiteClocks(database, now);
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/api/v1/sites/:site/configure',
    {
      config: requirePermission('configure-site'),
      schema: {
        tags: ['settings'],
        summary: 'Change a site, queue, team, agent or bot: one event on the log',
        params: Type.Object({ site: Id }),
        body: ConfigureRequest,
        response: { 201: ConfigureAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { type, data } = request.body;
      const wrong = checkData(type, data);
      if (wrong !== null) throw badField(wrong.pointer, wrong.message);
      if (Object.keys(data).length === 0) throw badField('/data', 'Say what should change.');
      if (typeof data['zone'] === 'string' && !isZone(data['zone'])) {
        throw badField('/data/zone', `${JSON.stringify(data['zone'])} is no time zone; write one as in Europe/Berlin.`);
      }
      const head = await log.head(siteId);
      if (head.position === 0 && type !== 'site.configured') throw notFound('There is no such site.');
      const clock = await clocks.clockOf(siteId);
      const latest = clock.kind === 'log' ? await clocks.latestEventAt(siteId) : 0;
      const at = now();
      const time = Math.floor(siteNow(clock, at, latest));
      const event = consoleEvent(type, time, data);
      const position = await database.transaction(async (transaction) => {
        const [appended] = await appendWith(transaction, siteId, [event], at);
        if (appended === undefined) throw new Error('the append answered nothing for its one event');
        await audit(transaction, principalOf(request), at, {
          action: type,
          siteId,
          subject: subjectOf(data) ?? siteId,
          after: data,
        });
        return appended.position;
      });
      return reply.code(201).send({ position, time });
    },
  );
}

/** The thing an event configures; a site's own event names none. */
function subjectOf(data: Record<string, unknown>): string | undefined {
  const id = data['queueId'] ?? data['teamId'] ?? data['agentId'] ?? data['botId'];
  return typeof id === 'string' ? id : undefined;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
