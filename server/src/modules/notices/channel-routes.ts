import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, count, eq } from 'drizzle-orm';
import { randomBytes, randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { ChannelAnswer, ChannelRequest, ChannelTest, MAX_CHANNELS } from '@floorwalk/shared/api/notices';
import { Id } from '@floorwalk/shared/kit/ids';
import { composeMessage } from '@floorwalk/shared/notices/compose-message';
import { FIRST_LANGUAGE } from '@floorwalk/shared/words/language';
import { saySentence } from '@floorwalk/shared/words/say-notice';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { person } from '../../auth/tables.ts';
import { siteTime } from '../../live/site-time.ts';
import { AddressError, checkedUrl, checkHost } from '../../notify/checked-address.ts';
import { seal, unseal } from '../../notify/sealed.ts';
import type { Services } from '../../roles/services.ts';
import { sendByChannel, type ChannelSecrets } from './send-by-channel.ts';
import { noticeChannel } from './tables.ts';

const tags = ['notices'];
const config = requirePermission('edit-channels');
const OfSite = Type.Object({ site: Id });
const OfChannel = Type.Object({ site: Id, id: Id });

/** The channels of a site: mail server, webhooks, rooms of Slack and Teams. Secrets go in and never come out again. */
export function channelRoutes(app: FastifyInstance, services: Services): void {
  const { database, now, config: installation } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const privateAllowed = installation.noticesToPrivateAddresses;

  typed.get(
    '/api/v1/sites/:site/notice-channels',
    {
      config,
      schema: {
        tags,
        summary: 'The channels by which notices go out',
        params: OfSite,
        response: { 200: Type.Array(ChannelAnswer) },
      },
    },
    async (request) => {
      const rows = await database
        .select()
        .from(noticeChannel)
        .where(eq(noticeChannel.site, request.params.site))
        .orderBy(asc(noticeChannel.createdAt), asc(noticeChannel.id));
      return rows.map(channelAnswer);
    },
  );

  typed.post(
    '/api/v1/sites/:site/notice-channels',
    {
      config,
      schema: {
        tags,
        summary: "Add a channel; a webhook's signing secret is in this answer alone",
        params: OfSite,
        body: ChannelRequest,
        response: { 201: ChannelAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      await siteTime(database, siteId, now);
      const wanted = request.body;
      check(wanted, privateAllowed);
      if (wanted.kind !== 'email' && wanted.url === undefined) throw badField('/url', 'Give the address to send to.');
      const signingSecret = wanted.kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : undefined;
      const secrets: ChannelSecrets = { ...given(wanted), ...(signingSecret !== undefined && { signingSecret }) };
      const row = {
        site: siteId,
        id: randomUUID(),
        ...shown(wanted, secrets),
        language: wanted.language ?? FIRST_LANGUAGE,
        sealed: seal(installation.secret, secrets),
        lastTest: null,
        createdAt: now(),
      };
      await database.transaction(async (transaction) => {
        const [known] = await transaction
          .select({ count: count() })
          .from(noticeChannel)
          .where(eq(noticeChannel.site, siteId));
        if ((known?.count ?? 0) >= MAX_CHANNELS) {
          throw conflict(`This site has ${MAX_CHANNELS} channels, which is the limit. Remove one first.`);
        }
        await transaction.insert(noticeChannel).values(row);
        await audit(transaction, principalOf(request), now(), {
          action: 'notice-channel.added',
          siteId,
          subject: row.id,
          after: audited(row),
        });
      });
      void reply.header('cache-control', 'no-store');
      return reply.code(201).send({ ...channelAnswer(row), ...(signingSecret !== undefined && { signingSecret }) });
    },
  );

  typed.put(
    '/api/v1/sites/:site/notice-channels/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a channel; a secret that is left out stays',
        params: OfChannel,
        body: ChannelRequest,
        response: { 200: ChannelAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const wanted = request.body;
      check(wanted, privateAllowed);
      return database.transaction(async (transaction) => {
        const ofChannel = and(eq(noticeChannel.site, siteId), eq(noticeChannel.id, id));
        const [before] = await transaction.select().from(noticeChannel).where(ofChannel).for('update');
        if (before === undefined) throw notFound('This site has no such channel.');
        if (before.kind !== wanted.kind) throw badField('/kind', 'A channel stays of its kind. Add another instead.');
        const kept = unseal(installation.secret, before.sealed) as ChannelSecrets;
        if (wanted.kind === 'email' && wanted.password === undefined && kept.password !== undefined) {
          // Or whoever may change the server could have the password sent to one of their own.
          const isSame = before.mail?.host === wanted.mail.host && before.mail.user === wanted.mail.user;
          if (!isSame) throw badField('/password', 'Give the password again: the server or the user is another.');
        }
        const secrets: ChannelSecrets = { ...kept, ...given(wanted) };
        const language = wanted.language ?? before.language;
        const values = { ...shown(wanted, secrets), language, sealed: seal(installation.secret, secrets) };
        const [row] = await transaction.update(noticeChannel).set(values).where(ofChannel).returning();
        if (row === undefined) throw notFound('This site has no such channel.');
        await audit(transaction, principalOf(request), now(), {
          action: 'notice-channel.changed',
          siteId,
          subject: id,
          before: audited(before),
          after: audited(row),
        });
        return channelAnswer(row);
      });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/notice-channels/:id',
    {
      config,
      schema: { tags, summary: 'Remove a channel', params: OfChannel, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { site: siteId, id } = request.params;
      await database.transaction(async (transaction) => {
        const [removed] = await transaction
          .delete(noticeChannel)
          .where(and(eq(noticeChannel.site, siteId), eq(noticeChannel.id, id)))
          .returning();
        if (removed === undefined) throw notFound('This site has no such channel.');
        await audit(transaction, principalOf(request), now(), {
          action: 'notice-channel.removed',
          siteId,
          subject: id,
          before: audited(removed),
        });
      });
      return reply.code(204).send(null);
    },
  );

  typed.post(
    '/api/v1/sites/:site/notice-channels/:id/test',
    {
      config,
      schema: {
        tags,
        summary: 'Send a test message now, and say what came of it',
        params: OfChannel,
        body: Type.Object({}, { additionalProperties: false }),
        response: { 200: ChannelTest },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      const ofChannel = and(eq(noticeChannel.site, siteId), eq(noticeChannel.id, id));
      const [channel] = await database.select().from(noticeChannel).where(ofChannel);
      if (channel === undefined) throw notFound('This site has no such channel.');
      const { time } = await siteTime(database, siteId, now);
      const [asker] = await database.select({ email: person.email }).from(person).where(eq(person.id, principal.id));
      const own = channel.mail?.to ?? [];
      const site = { id: siteId, name: siteId };
      const message = composeMessage(`test_${randomUUID()}`, site, channel.language, [
        {
          noticeId: 'test',
          about: { kind: 'alert', id: 'test' },
          urgency: 'inform',
          title: saySentence(channel.language, { key: 'message.test', values: { channel: channel.name } }),
          body: saySentence(channel.language, { key: 'message.test-by', values: { name: principal.name } }),
          requestedAt: time,
        },
      ]);
      const began = performance.now();
      const to = own.length > 0 || asker === undefined ? own : [asker.email];
      const outcome = await sendByChannel(services, channel, message, to);
      const lastTest: ChannelTest = {
        at: now(),
        outcome: outcome.kind === 'sent' ? 'sent' : 'failed',
        detail: outcome.detail,
        tookMs: Math.round(performance.now() - began),
      };
      await database.transaction(async (transaction) => {
        await transaction.update(noticeChannel).set({ lastTest }).where(ofChannel);
        await audit(transaction, principal, now(), {
          action: 'notice-channel.tested',
          siteId,
          subject: id,
          after: lastTest,
        });
      });
      return lastTest;
    },
  );
}

type Row = typeof noticeChannel.$inferSelect;

/** Throws 400 at the field that cannot be. */
function check(wanted: ChannelRequest, privateAllowed: boolean): void {
  const at = wanted.kind === 'email' ? '/mail/host' : '/url';
  try {
    if (wanted.kind === 'email') checkHost(wanted.mail.host, privateAllowed);
    else if (wanted.url !== undefined) checkedUrl(wanted.url, privateAllowed);
  } catch (error) {
    throw error instanceof AddressError ? badField(at, error.message) : error;
  }
}

function given(wanted: ChannelRequest): ChannelSecrets {
  if (wanted.kind === 'email') return wanted.password === undefined ? {} : { password: wanted.password };
  return wanted.url === undefined ? {} : { url: wanted.url };
}

function shown(wanted: ChannelRequest, { url, password }: ChannelSecrets) {
  return {
    kind: wanted.kind,
    name: wanted.name,
    enabled: wanted.enabled,
    limits: wanted.limits,
    mail: wanted.kind === 'email' ? wanted.mail : null,
    origin: url === undefined ? null : new URL(url).origin,
    hasPassword: password !== undefined,
  };
}

function audited({ kind, name, enabled, limits, language, mail, origin }: Row): unknown {
  return { kind, name, enabled, limits, language, mail, origin };
}

function channelAnswer({ site: _, sealed: __, createdAt: ___, ...row }: Row): ChannelAnswer {
  return row;
}
