import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, eq } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { seenRow, sightOf } from '@floorwalk/shared/access/sight';
import { TopicAnswer, TopicRequest } from '@floorwalk/shared/api/handover';
import { Id } from '@floorwalk/shared/kit/ids';
import { applySnapshot, createView } from '@floorwalk/shared/live/apply';
import { snapshotOf } from '@floorwalk/shared/live/live-state';
import { TopicId } from '@floorwalk/shared/topics/events';
import { mayMerge } from '@floorwalk/shared/topics/topic';
import { topicRow } from '@floorwalk/shared/topics/topic-row';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { botTopicDecision } from './tables.ts';

/** What people decide about topics that bots do not understand. The topics are live rows: `GET /sites/:site/live?tables=botTopics`. */
export function topicRoutes(app: FastifyInstance, { database, stateAt, now }: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().put(
    '/api/v1/sites/:site/bot-topics/:id',
    {
      config: requirePermission('edit-bots'),
      schema: {
        tags: ['bots'],
        summary:
          'Give a topic an owner, a status, a note and a name, or say which it is the same as; 409 where somebody else was first',
        params: Type.Object({ site: Id, id: TopicId }),
        body: TopicRequest,
        response: { 200: TopicAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id: topicId } = request.params;
      const { status, owner, note, changedAt } = request.body;
      const principal = principalOf(request);
      if (status === 'assigned' && owner === null) throw badField('/owner', 'Say to whom it is assigned.');
      const { time } = await siteTime(database, siteId, now);
      const { state, asOf } = await stateAt(siteId, { at: time, view: 'known' });
      const topic = state.topics.topics.get(topicId);
      const view = createView(siteId);
      applySnapshot(view, snapshotOf(state, asOf, now()));
      const sight = sightOf(principal, siteId);
      const row = topic === undefined ? null : topicRow(state.topics, topic);
      if (topic === undefined || row === null || sight === null || seenRow(sight, view, 'botTopics', row) === null)
        throw notFound('There is no such topic, or not for you.');
      const { name = topic.decided.name, mergedInto = topic.mergedInto } = request.body;
      if (mergedInto !== null && mergedInto !== topic.mergedInto && !mayMerge(state.topics, topic, mergedInto))
        throw badField('/mergedInto', 'This bot has no such topic, or it counts with this one already.');
      const by = { id: principal.id, name: principal.name };
      const event = consoleEvent('topic.changed', time, {
        topicId,
        botId: row.botId,
        status,
        owner,
        note,
        name,
        mergedInto,
        by,
      });
      return decideOnSite(database, siteId, async (transaction) => {
        const ofTopic = and(eq(botTopicDecision.site, siteId), eq(botTopicDecision.topicId, topicId));
        const [before] = await transaction.select().from(botTopicDecision).where(ofTopic);
        if ((before?.at ?? null) !== changedAt)
          throw conflict(`${before?.by.name ?? 'Somebody'} has changed this topic meanwhile.`);
        const values = { botId: row.botId, status, owner, note, name, mergedInto, by, at: time };
        await transaction
          .insert(botTopicDecision)
          .values({ site: siteId, topicId, ...values })
          .onConflictDoUpdate({ target: [botTopicDecision.site, botTopicDecision.topicId], set: values });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'topic.changed',
          subject: topicId,
          before: before && {
            status: before.status,
            owner: before.owner,
            note: before.note,
            name: before.name,
            mergedInto: before.mergedInto,
          },
          after: { status, owner, note, name, mergedInto },
          events: [event],
        });
        return { topicId, ...said };
      });
    },
  );
}
