import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, eq, isNull } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type, { type Static, type TSchema } from 'typebox';
import type { FastifyInstance } from 'fastify';
import {
  AskDocumentsRequest,
  AssignRequest,
  GiveDocumentRequest,
  HandoffDecisionAnswer,
  NoteRequest,
  OpenHandoffRequest,
  OptionalNoteRequest,
  PauseRequest,
  ReasonRequest,
} from '@floorwalk/shared/api/handoffs';
import type { Principal } from '@floorwalk/shared/access/role';
import type { HandoffCommand } from '@floorwalk/shared/handoffs/decide-handoff';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { conflict } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { moveHandoff, openHandoff } from './decide-handoffs.ts';
import { demandKnown } from './handoff-people.ts';
import { handoffsWithin, ownerOf, sightOfHandoffs } from './reach-handoffs.ts';
import { department } from './tables.ts';

const tags = ['handoffs'];
const Empty = Type.Object({}, { additionalProperties: false });

/** What people do with handoffs: open one, and everything until it ends. */
export function handoffRoutes(app: FastifyInstance, services: Services): void {
  const { database } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/sites/:site/handoffs',
    {
      config: requirePermission('work-handoffs'),
      schema: {
        tags,
        summary: 'Hand a contact or a request to a department',
        params: Type.Object({ site: Id }),
        body: OpenHandoffRequest,
        response: { 201: HandoffDecisionAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      sightOfHandoffs(principal, siteId);
      const opening = {
        ...request.body,
        handoffId: randomUUID(),
        sender: ownerOf(principal, siteId),
        by: { id: principal.id, name: principal.name },
      };
      const opened = await openHandoff(services, siteId, opening, principal);
      if (opened === null) throw conflict('This handoff is open already.');
      return reply.code(201).send(opened);
    },
  );

  command('accept', 'Take a handoff: you are its owner from now on', Empty, (_body, principal, siteId) => ({
    kind: 'accept',
    owner: ownerOf(principal, siteId),
  }));
  command('assign', 'Give a handoff to somebody else', AssignRequest, async (body, principal, siteId) => {
    await demandKnown(services, principal, siteId, body.owner, '/owner/to');
    return { kind: 'assign', ...body };
  });
  command('pause', 'Stop the clock, and say why', PauseRequest, (body) => ({ kind: 'pause', ...body }));
  command('resume', 'Let the clock run on', Empty, () => ({ kind: 'resume' }));
  command('ask-documents', 'Stop the clock until documents are there', AskDocumentsRequest, (body) => ({
    kind: 'ask-documents',
    ...body,
  }));
  command('documents', 'Say where a document is; the document itself is not kept', GiveDocumentRequest, (body) => ({
    kind: 'give-document',
    ...body,
  }));
  command('return', 'Send it back to whom it came from; counted', ReasonRequest, (body) => ({
    kind: 'return',
    ...body,
  }));
  command('send-again', 'Send what came back to the department again', OptionalNoteRequest, (body) => ({
    kind: 'send-again',
    ...body,
  }));
  command('complete', 'Say that it is answered', OptionalNoteRequest, (body) => ({ kind: 'complete', ...body }));
  command('cancel', 'End it without an answer', ReasonRequest, (body) => ({ kind: 'cancel', ...body }));
  command('notes', 'Note something', NoteRequest, (body) => ({ kind: 'note', ...body }));

  /** A route that carries out one command on a handoff within reach. */
  function command<Body extends TSchema>(
    path: string,
    summary: string,
    body: Body,
    read: (body: Static<Body>, principal: Principal, siteId: string) => HandoffCommand | Promise<HandoffCommand>,
  ): void {
    typed.post(
      `/api/v1/sites/:site/handoffs/:id/${path}`,
      {
        config: requirePermission('work-handoffs'),
        schema: {
          tags,
          summary,
          params: Type.Object({ site: Id, id: Id }),
          body,
          response: { 200: HandoffDecisionAnswer },
        },
      },
      async (request) => {
        const { site: siteId, id } = request.params as { readonly site: string; readonly id: string };
        const principal = principalOf(request);
        const sight = sightOfHandoffs(principal, siteId);
        const departments = await database
          .select({ department: department.department })
          .from(department)
          .where(and(eq(department.site, siteId), isNull(department.removedAt)));
        const within = handoffsWithin(
          principal,
          sight,
          departments.map((row) => row.department),
        );
        const asked = await read(request.body as Static<Body>, principal, siteId);
        return moveHandoff(services, siteId, id, asked, { principal, within });
      },
    );
  }
}
