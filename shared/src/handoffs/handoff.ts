import Type, { type Static } from 'typebox';
import { Addressee } from '../access/addressee.ts';
import type { DecidedBy } from '../alerts/events.ts';
import { Label } from '../kit/ids.ts';
import type { HandoffState } from './handoff-machine.ts';
import type { Pause } from './pause.ts';

const strict = { additionalProperties: false } as const;

/** Who has a handoff in hand: never nobody. The name is as it was when they became its owner. */
export const HandoffOwner = Type.Object({ to: Addressee, name: Label }, strict);
export type HandoffOwner = Static<typeof HandoffOwner>;

export const Priority = Type.Union([
  Type.Literal('low'),
  Type.Literal('normal'),
  Type.Literal('high'),
  Type.Literal('urgent'),
]);
export type Priority = Static<typeof Priority>;
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Priority[];

/** Limits of one handoff. */
export const MAX_DOCUMENTS = 50;
export const MAX_PAUSES = 200;
export const MAX_MOVES = 1_000;

/** A document that is required or was given. Only where it is is kept, never the document. */
export type HandoffDocument = {
  readonly name: string;
  readonly required: boolean;
  readonly given: { readonly reference: string; readonly at: number; readonly by: DecidedBy } | null;
};

/** What to do while required documents are missing: let work go on but not end, or stop the clock. */
export const MissingDocuments = Type.Union([Type.Literal('refuse-completion'), Type.Literal('pause-clock')]);
export type MissingDocuments = Static<typeof MissingDocuments>;

/** A contact or request that one department passed to another. Moments are epoch ms of the site's clock. */
export type Handoff = {
  readonly id: string;
  readonly title: string;
  readonly kind: string | null;
  readonly priority: Priority;
  readonly tier: string | null;
  readonly contactId: string | null;
  readonly customerRef: string | null;
  readonly queueId: string | null;
  /** Where it comes from; `null` for a request from outside the departments. */
  readonly fromDepartmentId: string | null;
  readonly toDepartmentId: string;
  readonly cause: 'person' | 'transfer';
  readonly openedAt: number;
  readonly openedBy: DecidedBy;
  readonly state: HandoffState;
  readonly owner: HandoffOwner;
  /** To whom it goes back. */
  readonly sender: HandoffOwner;
  readonly acceptedAt: number | null;
  readonly endedAt: number | null;
  /** Business time within which the answer was promised, and the share of it after which people are warned. */
  readonly promiseMs: number;
  readonly warnShare: number;
  /** Business time within which somebody should have accepted it, from {@link waitingSince} on; `null` where nothing is promised. */
  readonly acceptMs: number | null;
  /** Since when it waits for somebody to accept it: it was opened, or sent again. */
  readonly waitingSince: number;
  readonly acceptWarnedAt: number | null;
  /** When the promise to accept it was broken, whenever that was noticed. */
  readonly acceptMissedAt: number | null;
  readonly bounceLimit: number;
  readonly bounceCount: number;
  readonly missingDocuments: MissingDocuments;
  readonly documents: readonly HandoffDocument[];
  readonly pauses: readonly Pause[];
  readonly warnedAt: number | null;
  /** When the promise was broken, whenever that was noticed. */
  readonly breachedAt: number | null;
  /** Business time it took; `null` while it is open. */
  readonly countedMs: number | null;
  /** Version of the department's hours it was last reckoned by, fixed when it ends. */
  readonly hoursVersion: number;
  readonly movedAt: number;
  readonly moveCount: number;
};

export const isOpen = (handoff: Pick<Handoff, 'state'>): boolean =>
  handoff.state !== 'completed' && handoff.state !== 'cancelled';

/** Names of required documents that were not given. */
export function missingDocuments({ documents }: Pick<Handoff, 'documents'>): readonly string[] {
  return documents.filter(({ required, given }) => required && given === null).map(({ name }) => name);
}
