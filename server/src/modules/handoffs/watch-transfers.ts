import { contactRow } from '@floorwalk/shared/floor/floor-rows';
import { agreementKey, type Department } from '@floorwalk/shared/handoffs/department';
import { HANDOFF_CLOCK, intakeOf } from '@floorwalk/shared/handoffs/decide-handoff';
import type { FloorTransfer } from '@floorwalk/shared/handoffs/handoffs-state';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { HttpProblem } from '../../auth/http-problem.ts';
import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import type { JobServices } from '../../roles/services.ts';
import { openHandoff, type Opening } from './decide-handoffs.ts';
import { setFirstDepartments } from './first-departments.ts';
import { followContacts } from './follow-contacts.ts';

/** Looked at so often at most, ms: a burst of transfers is one look. */
const LEAST_MS = 250;
/** A transfer that was told this late is a past being told, and opens nothing; ms. */
const MOST_LATE_MS = 15 * 60_000;

/** A site that has no departments yet is looked at for them so often at most, ms. */
const SET_UP_MS = 2_000;

/** Opens handoffs for contacts that are transferred between departments with an agreement, and lets those handoffs follow their contact. */
export function watchTransfers(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteTransfers(siteId, services));
}

class SiteTransfers implements SiteWatcher {
  readonly about = 'handoffs of transfers';
  readonly leastMs = LEAST_MS;
  readonly #siteId: string;
  readonly #services: JobServices;
  readonly #refused = new Set<string>();
  #setUpFrom = 0;
  /** Transfers up to here were looked at. */
  #seenPosition = 0;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  async look({ state, time }: Look): Promise<Looked> {
    const transfers = [...state.handoffs.transfers.values()].filter(({ position }) => position > this.#seenPosition);
    const openings = transfers
      .filter((transfer) => time - transfer.time <= MOST_LATE_MS)
      .flatMap((transfer) => openingOf(state, transfer) ?? []);
    if (this.#services.now() >= this.#setUpFrom) {
      this.#setUpFrom = this.#services.now() + SET_UP_MS;
      await setFirstDepartments(this.#services, this.#siteId, state);
    }
    for (const opening of openings) {
      // oxlint-disable-next-line no-await-in-loop -- one after another is all the load this should be
      await this.#open(opening);
    }
    this.#seenPosition = Math.max(this.#seenPosition, ...transfers.map(({ position }) => position));
    await followContacts(this.#services, this.#siteId, state, this.#refused);
    return {};
  }

  async #open(opening: Opening): Promise<void> {
    try {
      await openHandoff(this.#services, this.#siteId, opening, null);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      const { siteId, transferPosition } = { siteId: this.#siteId, transferPosition: opening.transferPosition };
      this.#services.logger.warn({ siteId, transferPosition, reason: error.message }, 'a transfer opened no handoff');
    }
  }
}

/** The handoff that a transfer is; `null` where no agreement asks for one. */
function openingOf(state: LiveState, transfer: FloorTransfer): Opening | null {
  const { floor, handoffs } = state;
  const departments = [...handoffs.departments.values()].map(({ value }) => value);
  const contact = floor.contacts.get(transfer.contactId);
  const queueOf = (id: string | null | undefined) => (id == null ? undefined : floor.queues.get(id));
  // The visit that ended with the transfer; in service or still waiting.
  const left =
    contact?.visits.findLast((visit) => visit.transferred && visit.offeredAt <= transfer.time) ??
    contact?.visits.findLast((visit) => visit.outcome === 'flowed-out' && visit.leftAt === transfer.time);
  const fromQueue = queueOf(left?.queueId);
  const to = findDepartment(departments, transfer.toDepartment ?? queueOf(transfer.toQueueId)?.department ?? null);
  const from = findDepartment(departments, fromQueue?.department ?? null);
  if (to === undefined || from === undefined || to.id === from.id) return null;
  const agreement = handoffs.agreements.get(agreementKey(from.id, to.id))?.value;
  if (agreement?.opensOnTransfer !== true) return null;
  const known = contact === undefined ? null : contactRow(contact);
  return {
    handoffId: `transfer-${transfer.position}`,
    transferPosition: transfer.position,
    title: `${fromQueue?.name ?? from.name} → ${queueOf(transfer.toQueueId)?.name ?? to.name}`.slice(0, 200),
    fromDepartmentId: from.id,
    toDepartmentId: to.id,
    contactId: transfer.contactId,
    sender: intakeOf(from),
    by: HANDOFF_CLOCK,
    ...(transfer.toQueueId !== null && { queueId: transfer.toQueueId }),
    ...(known !== null && known.customerRef !== null && { customerRef: known.customerRef }),
    ...(known !== null && known.tier !== null && { tier: known.tier }),
  };
}

/** By id, or by name without regard to case: sources know departments by their own words. */
function findDepartment(departments: readonly Department[], called: string | null): Department | undefined {
  if (called === null) return undefined;
  const name = called.toLowerCase();
  return departments.find((one) => one.id === called) ?? departments.find((one) => one.name.toLowerCase() === name);
}
