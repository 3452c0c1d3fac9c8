import type { SurgeState } from './surge.ts';

/**
 * What can happen to a surge. `settle`: all agents have answered, or their time is over, and somebody comes. `fail`: nobody comes. `due`: its window
 * is over or nobody decided in time. `gap-closed`: the gap it is about has been closed without it. `measure`: what came of it can be counted.
 */
export const SURGE_INPUTS = [
  'request',
  'approve',
  'decline',
  'offer',
  'answer',
  'settle',
  'fail',
  'gap-closed',
  'due',
  'measure',
  'cancel',
] as const;
export type SurgeInput = (typeof SURGE_INPUTS)[number];

/** Why an input is no use in a state. */
export type SurgeRefusal =
  | 'not-requested'
  | 'already-requested'
  | 'already-decided'
  | 'not-offered'
  | 'not-active'
  | 'over';

type Cell = { readonly to: SurgeState } | { readonly refusal: SurgeRefusal };
const to = (state: SurgeState): Cell => ({ to: state });
const no = (refusal: SurgeRefusal): Cell => ({ refusal });

const OVER: Record<SurgeInput, Cell> = {
  request: no('over'),
  approve: no('over'),
  decline: no('over'),
  offer: no('over'),
  answer: no('over'),
  settle: no('over'),
  fail: no('over'),
  'gap-closed': no('over'),
  due: no('over'),
  measure: no('over'),
  cancel: no('over'),
};

/** Every state against everything that can happen. A missing cell does not compile. */
export const SURGE_MACHINE: Record<SurgeState, Record<SurgeInput, Cell>> = {
  proposed: {
    request: to('requested'),
    approve: no('not-requested'),
    decline: no('not-requested'),
    offer: no('not-requested'),
    answer: no('not-offered'),
    settle: no('not-offered'),
    fail: no('not-offered'),
    'gap-closed': to('expired'),
    due: to('expired'),
    measure: no('not-active'),
    cancel: to('cancelled'),
  },
  requested: {
    request: no('already-requested'),
    approve: to('approved'),
    decline: to('declined'),
    offer: no('not-requested'),
    answer: no('not-offered'),
    settle: no('not-offered'),
    fail: no('not-offered'),
    'gap-closed': to('expired'),
    due: to('expired'),
    measure: no('not-active'),
    cancel: to('cancelled'),
  },
  approved: {
    request: no('already-requested'),
    approve: no('already-decided'),
    decline: no('already-decided'),
    offer: to('offered'),
    answer: no('not-offered'),
    settle: no('not-offered'),
    fail: no('not-offered'),
    'gap-closed': to('expired'),
    due: to('offered'),
    measure: no('not-active'),
    cancel: to('cancelled'),
  },
  offered: {
    request: no('already-requested'),
    approve: no('already-decided'),
    decline: no('already-decided'),
    offer: to('offered'),
    answer: to('offered'),
    settle: to('active'),
    fail: to('expired'),
    'gap-closed': to('expired'),
    due: to('active'),
    measure: no('not-active'),
    cancel: to('cancelled'),
  },
  active: {
    request: no('already-requested'),
    approve: no('already-decided'),
    decline: no('already-decided'),
    offer: no('already-decided'),
    answer: no('already-decided'),
    settle: to('active'),
    fail: to('returning'),
    'gap-closed': to('returning'),
    due: to('returning'),
    measure: no('not-active'),
    cancel: to('returning'),
  },
  returning: {
    request: no('over'),
    approve: no('over'),
    decline: no('over'),
    offer: no('over'),
    answer: no('over'),
    settle: no('over'),
    fail: no('over'),
    'gap-closed': to('returning'),
    due: to('ended'),
    measure: to('ended'),
    cancel: no('over'),
  },
  declined: OVER,
  ended: OVER,
  cancelled: OVER,
  expired: OVER,
};
