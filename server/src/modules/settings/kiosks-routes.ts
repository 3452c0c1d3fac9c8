import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { asc, eq, lt } from 'drizzle-orm';
import { randomBytes, randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { may } from '@floorwalk/shared/access/role';
import { Board, Kiosk } from '@floorwalk/shared/api/settings';
import { Id, Label } from '@floorwalk/shared/kit/ids';
import { principalOf } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, forbidden, notFound } from '../../auth/http-problem.ts';
import { kioskIdOf, kioskPrincipalId, newKioskToken } from '../../auth/kiosk-token.ts';
import { hashOf, newToken, readable, sameText } from '../../auth/secrets.ts';
import { kiosk, kioskPairing } from '../../auth/tables.ts';
import type { Services } from '../../roles/services.ts';
import { demandOnBoard, findBoard, reaches, seesBoard } from './boards-store.ts';

/** How long a code on a screen is good. */
export const PAIRING_MS = 10 * 60_000;
const CODE_LENGTH = 6;

const Pairing = Type.Object({
  code: Type.String(),
  pairingId: Type.String(),
  secret: Type.String(),
  expiresAt: Type.Number(),
});
/** Empty until somebody confirmed the code. */
const Claim = Type.Object({ token: Type.Optional(Type.String()), boardId: Type.Optional(Type.String()) });
const NewKiosk = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 20 }),
    boardId: Type.String({ minLength: 1, maxLength: 300 }),
    name: Label,
  },
  { additionalProperties: false },
);
const MANAGE = { access: { permission: 'manage-kiosks', site: 'any-site' } } as const;
const tags = ['settings'];

/** Screens without a person: pairing, their own board, and taking them off. */
export function kioskRoutes(app: FastifyInstance, services: Services): void {
  const { database, identity, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/kiosk/pairings',
    {
      config: { access: 'public' },
      schema: { tags, summary: 'A screen asks for a code to show', response: { 201: Pairing } },
    },
    async (request, reply) => {
      await identity.signInLimit.attempt([{ kind: 'pairing', value: request.ip }], now());
      await database.delete(kioskPairing).where(lt(kioskPairing.expiresAt, now()));
      const code = readable(randomBytes(CODE_LENGTH), CODE_LENGTH);
      const secret = newToken('fwp_');
      const pairing = {
        id: randomUUID(),
        codeHash: hashOf(code),
        secretHash: hashOf(secret),
        expiresAt: now() + PAIRING_MS,
      };
      await database.insert(kioskPairing).values(pairing);
      void reply.header('cache-control', 'no-store');
      return reply.code(201).send({ code, pairingId: pairing.id, secret, expiresAt: pairing.expiresAt });
    },
  );

  typed.post(
    '/api/v1/kiosk/pairings/:id/claim',
    {
      config: { access: 'public' },
      schema: {
        tags,
        summary: 'The screen asks whether its code was confirmed; then its token is in the answer',
        params: Type.Object({ id: Id }),
        body: Type.Object({ secret: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
        response: { 200: Claim },
      },
    },
    async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const [pairing] = await database.select().from(kioskPairing).where(eq(kioskPairing.id, request.params.id));
      const known = pairing && pairing.expiresAt > now() && sameText(pairing.secretHash, hashOf(request.body.secret));
      if (!known) throw notFound('This code is no longer good. Ask for another.');
      if (pairing.kioskId === null) return {};
      // Claimed again (the answer was lost on the way), the screen gets a new token and the one before is void.
      const token = newKioskToken(pairing.kioskId);
      const [screen] = await database
        .update(kiosk)
        .set({ tokenHash: hashOf(token) })
        .where(eq(kiosk.id, pairing.kioskId))
        .returning();
      if (!screen) throw notFound('This screen was taken off again. Ask for another code.');
      return { token, boardId: screen.boardId };
    },
  );

  typed.get(
    '/api/v1/kiosk',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'What this screen is and shows (for screens)',
        response: { 200: Type.Object({ kiosk: Kiosk, board: Board }) },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      if (principal.kind !== 'kiosk') throw forbidden('Only a paired screen asks this.');
      const [screen] = await database
        .select()
        .from(kiosk)
        .where(eq(kiosk.id, kioskIdOf(principal.id)));
      const shown = screen && (await findBoard(database, screen.boardId));
      if (!shown) throw notFound('The board of this screen is gone.');
      return { kiosk: kioskOf(screen), board: shown };
    },
  );

  typed.post(
    '/api/v1/kiosks',
    {
      config: MANAGE,
      schema: { tags, summary: 'Confirm the code on a screen', body: NewKiosk, response: { 201: Kiosk } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { boardId, name } = request.body;
      const code = request.body.code.toUpperCase().replace(/[^A-Z0-9]/g, '');
      const shown = await findBoard(database, boardId);
      if (!shown || !seesBoard(principal, shown)) throw badField('/boardId', 'There is no such board.');
      demandOnBoard(principal, 'manage-kiosks', shown);
      const { siteId, teamId } = shown;
      const row = await database.transaction(async (transaction) => {
        const [pairing] = await transaction
          .select()
          .from(kioskPairing)
          .where(eq(kioskPairing.codeHash, hashOf(code)))
          .for('update');
        if (!pairing || pairing.expiresAt <= now() || pairing.kioskId !== null) {
          throw badField('/code', 'No screen shows this code now. Read it again from the screen.');
        }
        const made = {
          id: randomUUID(),
          siteId,
          boardId,
          teamId,
          name,
          tokenHash: null,
          createdAt: now(),
          lastSeenAt: null,
        };
        await transaction.insert(kiosk).values(made);
        await transaction.update(kioskPairing).set({ kioskId: made.id }).where(eq(kioskPairing.id, pairing.id));
        await audit(transaction, principal, now(), {
          action: 'screen.paired',
          siteId,
          subject: made.id,
          after: { name, boardId },
        });
        return made;
      });
      return reply.code(201).send(kioskOf(row));
    },
  );

  typed.get(
    '/api/v1/kiosks',
    {
      config: { access: { permission: 'manage-kiosks', site: 'query' } },
      schema: {
        tags,
        summary: "A site's screens",
        querystring: Type.Object({ site: Id }),
        response: { 200: Type.Array(Kiosk) },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const rows = await database
        .select()
        .from(kiosk)
        .where(eq(kiosk.siteId, request.query.site))
        .orderBy(asc(kiosk.name), asc(kiosk.id));
      return rows.filter((row) => reaches(principal, 'manage-kiosks', row)).map(kioskOf);
    },
  );

  typed.delete(
    '/api/v1/kiosks/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Take a screen off; it goes dark at once',
        params: Type.Object({ id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const [row] = await database.select().from(kiosk).where(eq(kiosk.id, request.params.id));
      if (!row || !may(principal, 'manage-kiosks', row.siteId)) throw notFound('There is no such screen.');
      demandOnBoard(principal, 'manage-kiosks', row);
      const change = { principalId: kioskPrincipalId(row.id), ended: 'This screen was taken off.' };
      await identity.changes.during(change, async (transaction) => {
        await transaction.delete(kiosk).where(eq(kiosk.id, row.id));
        await audit(transaction, principal, now(), {
          action: 'screen.removed',
          siteId: row.siteId,
          subject: row.id,
          before: { name: row.name, boardId: row.boardId },
        });
      });
      return reply.code(204).send(null);
    },
  );
}

type Row = typeof kiosk.$inferSelect;

function kioskOf({ id, siteId, boardId, name, createdAt, lastSeenAt }: Row): Kiosk {
  return { id, siteId, boardId, name, createdAt, lastSeenAt };
}
