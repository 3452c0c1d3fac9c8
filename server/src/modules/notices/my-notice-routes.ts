import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, count, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { MarkRequest, MyNotices } from '@floorwalk/shared/api/notices';
import { DecisionAnswer } from '@floorwalk/shared/api/alerts';
import { Id } from '@floorwalk/shared/kit/ids';
import { FIRST_LANGUAGE, Language } from '@floorwalk/shared/words/language';
import { sayNotice, sayReason } from '@floorwalk/shared/words/say-notice';
import { signalOf } from '@floorwalk/shared/notices/signal';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { personLanguage } from './language-of.ts';
import { recipientOfPerson } from './recipients.ts';
import { notice, noticeDelivery } from './tables.ts';

const tags = ['notices'];
const OfSite = Type.Object({ site: Id });

/** The inbox of whoever asks, and nobody else's. */
export function myNoticeRoutes(app: FastifyInstance, { database, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const inboxOf = (siteId: string, personId: string) =>
    and(
      eq(noticeDelivery.site, siteId),
      eq(noticeDelivery.recipient, recipientOfPerson(personId)),
      eq(noticeDelivery.channel, 'in-app'),
    );

  typed.get(
    '/api/v1/sites/:site/my-notices',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'What you were told, the newest first, and how much of it you have not seen',
        params: OfSite,
        querystring: Type.Object(
          {
            before: Type.Optional(Type.Integer({ description: 'position of the last one you have' })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
            language: Type.Optional(Language),
          },
          { additionalProperties: false },
        ),
        response: { 200: MyNotices },
      },
    },
    async (request) => {
      const { before, limit = 50, language: wanted } = request.query;
      const { id } = principalOf(request);
      const mine = inboxOf(request.params.site, id);
      const language = await personLanguage(database, id);
      const joined = and(eq(notice.site, noticeDelivery.site), eq(notice.id, noticeDelivery.noticeId));
      const [rows, [unseen]] = await Promise.all([
        database
          .select({ delivery: noticeDelivery, of: notice })
          .from(noticeDelivery)
          .innerJoin(notice, joined)
          .where(and(mine, before === undefined ? undefined : lt(notice.position, before)))
          .orderBy(desc(notice.position))
          .limit(limit),
        database
          .select({ count: count() })
          .from(noticeDelivery)
          .innerJoin(notice, joined)
          .where(and(mine, isNull(noticeDelivery.seenAt), isNull(notice.withdrawnAt))),
      ]);
      const said = wanted ?? language ?? FIRST_LANGUAGE;
      return {
        language,
        unseenCount: unseen?.count ?? 0,
        notices: rows.map(({ delivery: { seenAt, readAt }, of }) => ({
          noticeId: of.id,
          position: of.position,
          about: { kind: of.aboutKind, id: of.aboutId },
          urgency: of.urgency,
          ...sayNotice(said, of),
          path: of.path,
          requestedAt: of.requestedAt,
          seenAt,
          readAt,
          withdrawnAt: of.withdrawnAt,
          withdrawnReason: sayReason(said, of.withdrawnWords, of.withdrawnReason),
        })),
      };
    },
  );

  typed.post(
    '/api/v1/sites/:site/my-notices/mark',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'Say that you saw, or read, notices',
        params: OfSite,
        body: MarkRequest,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { noticeIds, as } = request.body;
      const principal = principalOf(request);
      const { time } = await siteTime(database, siteId, now);
      return database.transaction(async (transaction) => {
        const column = as === 'seen' ? noticeDelivery.seenAt : noticeDelivery.readAt;
        const marked = await transaction
          .update(noticeDelivery)
          .set({
            seenAt: sql`coalesce(${noticeDelivery.seenAt}, ${time})`,
            ...(as === 'read' && { readAt: time }),
          })
          .where(and(inboxOf(siteId, principal.id), inArray(noticeDelivery.noticeId, noticeIds), isNull(column)))
          .returning({ noticeId: noticeDelivery.noticeId });
        // Marked already, by another window perhaps: nothing to say.
        if (marked.length === 0) return { position: 0, time };
        const event = consoleEvent('notice.marked', time, {
          noticeIds: marked.map(({ noticeId }) => noticeId),
          as,
          by: { id: principal.id, name: principal.name },
          signals: [signalOf(principal.id)],
        });
        const [appended] = await appendWith(transaction, siteId, [event], now());
        return { position: appended?.position ?? 0, time };
      });
    },
  );
}
