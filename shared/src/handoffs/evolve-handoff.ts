import type { HandoffMove, HandoffOpened } from './events.ts';
import { isOpen, missingDocuments, type Handoff } from './handoff.ts';
import type { HandoffState } from './handoff-machine.ts';
import type { Pause, PauseReason } from './pause.ts';

/** A handoff as it is when it was just opened at `time`, epoch ms of the site's clock. */
export function openedHandoff(data: HandoffOpened, time: number): Handoff {
  const handoff: Handoff = {
    id: data.handoffId,
    title: data.title,
    kind: data.kind ?? null,
    priority: data.priority,
    tier: data.tier ?? null,
    contactId: data.contactId ?? null,
    customerRef: data.customerRef ?? null,
    queueId: data.queueId ?? null,
    fromDepartmentId: data.fromDepartmentId ?? null,
    toDepartmentId: data.toDepartmentId,
    cause: data.transferPosition === undefined ? 'person' : 'transfer',
    openedAt: time,
    openedBy: data.by,
    state: 'opened',
    owner: data.owner,
    sender: data.sender,
    acceptedAt: null,
    endedAt: null,
    promiseMs: data.promiseMs,
    warnShare: data.warnShare,
    acceptMs: data.acceptMs ?? null,
    waitingSince: time,
    acceptWarnedAt: null,
    acceptMissedAt: null,
    bounceLimit: data.bounceLimit,
    bounceCount: 0,
    missingDocuments: data.missingDocuments,
    documents: data.documents.map((name) => ({ name, required: true, given: null })),
    pauses: [],
    warnedAt: null,
    breachedAt: null,
    countedMs: null,
    hoursVersion: data.hoursVersion,
    movedAt: time,
    moveCount: 1,
  };
  return withClock(handoff, time, null);
}

/** The handoff after what happened at `time`. The server's row and the live table both come from here. */
export function evolveHandoff(handoff: Handoff, move: HandoffMove, time: number): Handoff {
  const next = { ...changed(handoff, move, time), movedAt: time, moveCount: handoff.moveCount + 1 };
  const at = move.type === 'handoff.resumed' ? move.data.at : time;
  const chosen: Chosen | null =
    move.type === 'handoff.paused'
      ? { reason: move.data.reason, note: move.data.note ?? null, until: move.data.until ?? null }
      : null;
  return withClock(next, at, chosen);
}

function changed(handoff: Handoff, move: HandoffMove, time: number): Handoff {
  const to = (state: HandoffState, more: Partial<Handoff> = {}): Handoff => ({ ...handoff, ...more, state });
  switch (move.type) {
    case 'handoff.accepted': {
      const { owner, waits } = move.data;
      const acceptedAt = handoff.acceptedAt ?? time;
      return to(waits ? 'waiting-for-documents' : 'in-work', { owner, acceptedAt });
    }
    case 'handoff.assigned': {
      const { owner } = move.data;
      if (handoff.state === 'excepted') return to('in-work', { owner, acceptedAt: handoff.acceptedAt ?? time });
      return { ...handoff, owner };
    }
    case 'handoff.paused':
      return to('paused');
    case 'handoff.resumed':
      return to(move.data.waits ? 'waiting-for-documents' : 'in-work');
    case 'handoff.documents-asked': {
      const known = new Set(handoff.documents.map(({ name }) => name));
      const asked = [...new Set(move.data.documents)].filter((name) => !known.has(name));
      const documents = [
        ...handoff.documents.map((document) =>
          move.data.documents.includes(document.name) ? { ...document, required: true, given: null } : document,
        ),
        ...asked.map((name) => ({ name, required: true, given: null })),
      ];
      return to('waiting-for-documents', { documents });
    }
    case 'handoff.document-given': {
      const given = { reference: move.data.reference, at: time, by: move.data.by };
      const name = move.data.document;
      const isKnown = handoff.documents.some((document) => document.name === name);
      const documents = isKnown
        ? handoff.documents.map((document) => (document.name === name ? { ...document, given } : document))
        : [...handoff.documents, { name, required: false, given }];
      const next = { ...handoff, documents };
      const goesOn = handoff.state === 'waiting-for-documents' && missingDocuments(next).length === 0;
      return goesOn ? { ...next, state: 'in-work' } : next;
    }
    case 'handoff.returned':
      return to('returned', { owner: move.data.owner, bounceCount: move.data.bounceCount });
    case 'handoff.sent-again':
      return to('opened', {
        owner: move.data.owner,
        acceptedAt: null,
        waitingSince: time,
        acceptWarnedAt: null,
        acceptMissedAt: null,
      });
    case 'handoff.excepted':
      return to('excepted', { owner: move.data.owner, acceptedAt: null });
    case 'handoff.acceptance-warned':
      return { ...handoff, acceptWarnedAt: time };
    case 'handoff.acceptance-missed':
      return { ...handoff, acceptMissedAt: move.data.dueAt };
    case 'handoff.warned':
      return { ...handoff, warnedAt: time };
    case 'handoff.breached':
      return { ...handoff, breachedAt: move.data.dueAt };
    case 'handoff.completed':
    case 'handoff.cancelled': {
      const { countedMs, hoursVersion } = move.data;
      const state = move.type === 'handoff.completed' ? 'completed' : 'cancelled';
      return to(state, { endedAt: time, countedMs, hoursVersion });
    }
    case 'handoff.noted':
      return handoff;
  }
}

type Chosen = { readonly reason: PauseReason; readonly note: string | null; readonly until: number | null };

/** Ends the pause that is over and begins the one that is due, by what the handoff is now. */
function withClock(handoff: Handoff, time: number, chosen: Chosen | null): Handoff {
  const running = handoff.pauses.find(({ to }) => to === null) ?? null;
  const reason = chosen?.reason ?? stopReason(handoff, running);
  if (chosen === null && (running?.reason ?? null) === reason) return handoff;
  const pauses = handoff.pauses
    .map((pause) => (pause === running ? { ...pause, to: time, until: null } : pause))
    .filter(({ from, to }) => to === null || to > from);
  if (reason !== null)
    pauses.push({ from: time, to: null, until: chosen?.until ?? null, reason, note: chosen?.note ?? null });
  return { ...handoff, pauses };
}

/** Why the clock stands by what the handoff is; `null` while it runs, and when it is over. */
function stopReason(handoff: Handoff, running: Pause | null): PauseReason | null {
  if (!isOpen(handoff)) return null;
  if (handoff.state === 'paused') return running?.reason ?? 'other';
  if (handoff.state === 'returned') return 'returned';
  if (handoff.state === 'waiting-for-documents') return 'documents';
  return handoff.missingDocuments === 'pause-clock' && missingDocuments(handoff).length > 0 ? 'documents' : null;
}
