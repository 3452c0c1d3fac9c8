import { escalationWork, isContactWatched, type EscalationWork } from '@floorwalk/shared/escalation/escalation-work';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteReaction, StartReaction } from '../../live/site-reaction.ts';
import type { JobServices } from '../../roles/services.ts';
import { decideOn, type DecideServices } from './decide-escalations.ts';
import { setFirstPolicies } from './first-policies.ts';
import { expertsIn } from './site-experts.ts';
import { startEscalation } from './start-escalation.ts';

/** A site is looked at so often at most, ms; so often while contacts wait in a queue watched on its own; and at least so often. */
const LEAST_MS = 100;
const WAITING_MS = 500;
const MOST_MS = 10_000;
const RETRY_MS = 1_000;
/** Most things done for one look; the next takes the rest. */
const MOST_WORK = 100;
/** Things done that the log has not told back yet, by what they were. */
const MOST_DONE = 10_000;

/**
 * Begins, acknowledges and ends escalations by what the log says of a site, for as long as this process owns it. A site whose clock stands at its
 * log's end is a past being looked at, and nobody is to be called there.
 */
export function watchEscalations(services: JobServices): StartReaction {
  return (siteId) => new SiteEscalations(siteId, services);
}

class SiteEscalations implements SiteReaction {
  readonly #siteId: string;
  readonly #services: JobServices;
  #state: LiveState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBehind = true;
  #stopped = false;
  #working: Promise<void> | undefined;
  /** Nothing more is done before this is folded: it holds what was done last. */
  #awaited = 0;
  #lookedAt = -Infinity;
  readonly #done = new Set<string>();
  #leftOutCount = 0;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  behind(): void {
    this.#isBehind = true;
  }

  caughtUp(state: LiveState): void {
    this.#isBehind = false;
    if (state !== this.#state) this.#done.clear();
    this.#state = state;
    this.#arm(Math.max(0, LEAST_MS - (this.#services.now() - this.#lookedAt)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #arm(wait: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#look(), wait);
  }

  #look(): void {
    const state = this.#state;
    if (!state || this.#stopped || this.#isBehind || this.#working) return;
    if (state.position < this.#awaited || state.position === 0 || state.clock.kind === 'log') return;
    this.#lookedAt = this.#services.now();
    this.#working = this.#lookAt(state)
      .catch((error: unknown) => {
        this.#services.logger.error(
          { err: error, siteId: this.#siteId },
          'escalations could not be begun or ended; it is tried again',
        );
        this.#done.clear();
        return RETRY_MS;
      })
      .then((wait) => {
        this.#working = undefined;
        this.#arm(wait);
      });
  }

  /** Answers after how long to look again. */
  async #lookAt(state: LiveState): Promise<number> {
    const { database, now } = this.#services;
    const time = Math.floor(siteAsOf(state, now()));
    if (state.escalation.policyEventCount === 0) {
      await database.transaction((transaction) => setFirstPolicies(transaction, this.#siteId, { time, now: now() }));
      return RETRY_MS;
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
    let failedCount = 0;
    for (const one of work.slice(0, MOST_WORK)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- each is a transaction of its own
        this.#awaited = Math.max(this.#awaited, await this.#do(state, one, time));
        this.#remember(keyOf(one));
      } catch (error) {
        // One that fails leaves the others.
        failedCount++;
        this.#services.logger.error(
          { err: error, siteId: this.#siteId, work: one.kind, id: one.id },
          'an escalation could not be begun or ended',
        );
      }
    }
    if (failedCount > 0) return RETRY_MS;
    if (work.length > MOST_WORK) return LEAST_MS;
    return isContactWatched(state) ? WAITING_MS : MOST_MS;
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
        ? ({ kind: 'source-settled', reason: work.reason } as const)
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
