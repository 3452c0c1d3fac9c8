import { escalationWork, isContactWatched, type EscalationWork } from '@floorwalk/shared/escalation/escalation-work';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import { decideOn, type DecideServices } from './decide-escalations.ts';
import { setFirstPolicies } from './first-policies.ts';
import { expertsIn } from './site-experts.ts';
import { startEscalation } from './start-escalation.ts';

/** A site is looked at so often at most, ms; so often while contacts wait in a queue watched on its own; and at least so often. */
const LEAST_MS = 100;
const WAITING_MS = 500;
const MOST_MS = 10_000;
/** Most things done for one look; the next takes the rest. */
const MOST_WORK = 100;
/** Things done that the log has not told back yet, by what they were. */
const MOST_DONE = 10_000;

/** Begins, acknowledges and ends escalations by what the log says of a site. */
export function watchEscalations(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteEscalations(siteId, services));
}

class SiteEscalations implements SiteWatcher {
  readonly about = 'escalations';
  readonly leastMs = LEAST_MS;
  readonly #siteId: string;
  readonly #services: JobServices;
  readonly #done = new Set<string>();
  #leftOutCount = 0;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  began(): void {
    this.#done.clear();
  }

  failed(): void {
    this.#done.clear();
  }

  async look({ state, time }: Look): Promise<Looked> {
    const { database, now } = this.#services;
    if (state.escalation.policyEventCount === 0) {
      await decideOnSite(database, this.#siteId, (transaction) =>
        setFirstPolicies(transaction, this.#siteId, { time, now: now() }),
      );
      return { againMs: WAITING_MS };
    }
    const leftOut = state.escalation.requestsLeftOutCount;
    if (leftOut > this.#leftOutCount) {
      this.#leftOutCount = leftOut;
      this.#services.logger.warn(
        { siteId: this.#siteId, leftOut },
        'requests to escalate were left out: too many wait to begin',
      );
    }
    const work = escalationWork(this.#siteId, state, time).filter((one) => !this.#done.has(keyOf(one)));
    const failures: unknown[] = [];
    let awaited = 0;
    for (const one of work.slice(0, MOST_WORK)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- each is a transaction of its own
        awaited = Math.max(awaited, await this.#do(state, one, time));
        this.#remember(keyOf(one));
      } catch (error) {
        // One that fails leaves the others.
        failures.push(error);
        this.#services.logger.error(
          { err: error, siteId: this.#siteId, work: one.kind, id: one.id },
          'an escalation could not be begun or ended',
        );
      }
    }
    if (failures.length > 0)
      throw new Error(`${failures.length} of ${work.length} escalations could not be moved`, { cause: failures[0] });
    if (work.length > MOST_WORK) return { againMs: LEAST_MS, awaited };
    return { againMs: isContactWatched(state) ? WAITING_MS : MOST_MS, awaited };
  }

  /** Does it and answers the position it has on the log; 0 where it was done before. */
  async #do(state: LiveState, work: EscalationWork, time: number): Promise<number> {
    const services: DecideServices = {
      ...this.#services,
      askExperts: (_siteId, question) => Promise.resolve(expertsIn(state, question)),
    };
    if (work.kind === 'start') return (await startEscalation(services, this.#siteId, work.asked, time)).position;
    const input =
      work.kind === 'settle'
        ? ({
            kind: 'source-settled',
            reason: work.reason,
            ...(work.words !== undefined && { words: work.words }),
          } as const)
        : ({ kind: 'acknowledge', by: work.by, ...(work.note !== null && { note: work.note }) } as const);
    const decided = await decideOn(services, this.#siteId, work.id, input, { time });
    return decided.ok ? decided.position : 0;
  }

  #remember(key: string): void {
    if (this.#done.size >= MOST_DONE) this.#done.clear();
    this.#done.add(key);
  }
}

function keyOf(work: EscalationWork): string {
  return work.kind === 'acknowledge' ? `${work.kind} ${work.id} ${work.by.id}` : `${work.kind} ${work.id}`;
}
