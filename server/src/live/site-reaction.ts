import type { LiveState } from '@floorwalk/shared/live/live-state';

/**
 * What the owner of a site does about what it folded, beside showing it. It says things on the log and reads them back from there; it never
 * changes the state it is given. Two owners at once must be harmless.
 */
export interface SiteReaction {
  /** Everything on the log so far is folded. Called often; must be quick and must not throw. */
  caughtUp(state: LiveState): void;
  /** More is on the log than is folded, so the state is of no moment until {@link caughtUp} is called again. */
  behind(): void;
  stop(): Promise<void>;
}

export type StartReaction = (siteId: string) => SiteReaction;
