import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { count, desc, eq, inArray } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  LanguageRequest,
  MAX_PUSH_DEVICES,
  PreferencesAnswer,
  PushSubscriptionRequest,
  type PreferencesAnswer as Answer,
} from '@floorwalk/shared/api/notices';
import type { Principal } from '@floorwalk/shared/access/role';
import { isZone } from '@floorwalk/shared/kit/zone';
import { DEFAULT_PREFERENCES, NoticePreferences } from '@floorwalk/shared/notices/preferences';
import { principalOf } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import { hashOf } from '../../auth/secrets.ts';
import { person } from '../../auth/tables.ts';
import { AddressError, checkedUrl } from '../../notify/checked-address.ts';
import { pushKeys } from '../../notify/push-keys.ts';
import { seal } from '../../notify/sealed.ts';
import type { Services } from '../../roles/services.ts';
import { personLanguage } from './language-of.ts';
import { noticeLanguage, noticePreference, noticePushDevice } from './tables.ts';

const tags = ['notices'];
const config = { access: 'signed-in' } as const;

/** How whoever asks wants to hear of things, and the browsers that take pushes for them. */
export function preferenceRoutes(app: FastifyInstance, { database, now, config: installation }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  const answer = async ({ id }: Principal): Promise<Answer> => {
    const [[chosen], [account], [devices], keys] = await Promise.all([
      database.select().from(noticePreference).where(eq(noticePreference.personId, id)),
      database.select({ email: person.email }).from(person).where(eq(person.id, id)),
      database.select({ count: count() }).from(noticePushDevice).where(eq(noticePushDevice.personId, id)),
      pushKeys(database, installation.secret),
    ]);
    return {
      preferences: chosen?.preferences ?? DEFAULT_PREFERENCES,
      email: account?.email ?? null,
      pushDeviceCount: devices?.count ?? 0,
      pushKey: keys.publicKey,
    };
  };

  typed.get(
    '/api/v1/notice-preferences',
    { config, schema: { tags, summary: 'How you want to hear of things', response: { 200: PreferencesAnswer } } },
    async (request) => answer(personOf(request)),
  );

  typed.put(
    '/api/v1/notice-preferences',
    {
      config,
      schema: {
        tags,
        summary: 'Say how you want to hear of things',
        body: NoticePreferences,
        response: { 200: PreferencesAnswer },
      },
    },
    async (request) => {
      const principal = personOf(request);
      const preferences = request.body;
      const { quietHours } = preferences;
      if (quietHours !== null && !isZone(quietHours.zone)) {
        throw badField('/quietHours/zone', 'This is no time zone of the IANA list, such as Europe/Berlin.');
      }
      if (quietHours !== null && quietHours.from === quietHours.to) {
        throw badField('/quietHours/to', 'Quiet hours end at another time than they begin.');
      }
      await database.transaction(async (transaction) => {
        await transaction
          .insert(noticePreference)
          .values({ personId: principal.id, preferences })
          .onConflictDoUpdate({ target: noticePreference.personId, set: { preferences } });
        await audit(transaction, principal, now(), {
          action: 'notice-preferences.changed',
          siteId: null,
          subject: principal.id,
          after: preferences,
        });
      });
      return answer(principal);
    },
  );

  typed.put(
    '/api/v1/notice-language',
    {
      config,
      schema: {
        tags,
        summary: 'Say what is sent to you in this language, as your console does',
        body: LanguageRequest,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const principal = personOf(request);
      const { language } = request.body;
      const before = await personLanguage(database, principal.id);
      if (before !== language) {
        await database.transaction(async (transaction) => {
          await transaction
            .insert(noticeLanguage)
            .values({ personId: principal.id, language })
            .onConflictDoUpdate({ target: noticeLanguage.personId, set: { language } });
          await audit(transaction, principal, now(), {
            action: 'notice-language.changed',
            siteId: null,
            subject: principal.id,
            before: { language: before },
            after: { language },
          });
        });
      }
      return reply.code(204).send(null);
    },
  );

  typed.post(
    '/api/v1/notice-push',
    {
      config,
      schema: {
        tags,
        summary: 'Have this browser take pushes for you',
        body: PushSubscriptionRequest,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const principal = personOf(request);
      const device = request.body;
      try {
        checkedUrl(device.endpoint, installation.noticesToPrivateAddresses);
      } catch (error) {
        throw error instanceof AddressError ? badField('/endpoint', error.message) : error;
      }
      const values = {
        id: hashOf(device.endpoint),
        personId: principal.id,
        sealed: seal(installation.secret, device),
        createdAt: now(),
      };
      await database.transaction(async (transaction) => {
        // A browser belongs to whoever used it last.
        await transaction
          .insert(noticePushDevice)
          .values(values)
          .onConflictDoUpdate({ target: noticePushDevice.id, set: values });
        const devices = await transaction
          .select({ id: noticePushDevice.id })
          .from(noticePushDevice)
          .where(eq(noticePushDevice.personId, principal.id))
          .orderBy(desc(noticePushDevice.createdAt));
        const surplus = devices.slice(MAX_PUSH_DEVICES).map(({ id }) => id);
        if (surplus.length > 0) await transaction.delete(noticePushDevice).where(inArray(noticePushDevice.id, surplus));
      });
      return reply.code(204).send(null);
    },
  );

  typed.delete(
    '/api/v1/notice-push',
    {
      config,
      schema: { tags, summary: 'Have no browser of yours take pushes', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await database.delete(noticePushDevice).where(eq(noticePushDevice.personId, personOf(request).id));
      return reply.code(204).send(null);
    },
  );
}

function personOf(request: FastifyRequest): Principal {
  const principal = principalOf(request);
  if (principal.kind === 'kiosk') throw forbidden('A screen is told nothing.');
  return principal;
}
