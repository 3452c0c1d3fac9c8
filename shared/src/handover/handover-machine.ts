/** The life of one handover. */
export const HANDOVER_STATES = [
  'offered',
  'presented',
  'accepted',
  'fallen-back',
  'completed',
  'handed-back',
  'left',
  'expired',
] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/** What may happen to it. `leave`: the customer is gone or served; `give-up`: no more agents are asked; `expire`: nobody ever took it. */
export const HANDOVER_INPUTS = [
  'present',
  'accept',
  'decline',
  'time-out',
  'give-up',
  'hand-back',
  'complete',
  'leave',
  'expire',
] as const;
export type HandoverInput = (typeof HANDOVER_INPUTS)[number];

/** Why it may not happen now. */
export const HANDOVER_REFUSALS = ['taken', 'over', 'not-presented', 'presented', 'not-taken'] as const;
export type HandoverRefusal = (typeof HANDOVER_REFUSALS)[number];

export type HandoverCell = { readonly to: HandoverState } | { readonly refused: HandoverRefusal };

const to = (state: HandoverState): HandoverCell => ({ to: state });
const no = (refused: HandoverRefusal): HandoverCell => ({ refused });

const ENDED: Record<HandoverInput, HandoverCell> = {
  present: no('over'),
  accept: no('over'),
  decline: no('over'),
  'time-out': no('over'),
  'give-up': no('over'),
  'hand-back': no('over'),
  complete: no('over'),
  leave: no('over'),
  expire: no('over'),
};

/** Every state against every input. A missing cell does not compile. */
export const HANDOVER_MACHINE: Record<HandoverState, Record<HandoverInput, HandoverCell>> = {
  offered: {
    present: to('presented'),
    accept: to('accepted'),
    decline: no('not-presented'),
    'time-out': no('not-presented'),
    'give-up': to('fallen-back'),
    'hand-back': to('handed-back'),
    complete: no('not-taken'),
    leave: to('left'),
    expire: no('not-taken'),
  },
  presented: {
    present: no('presented'),
    accept: to('accepted'),
    decline: to('offered'),
    'time-out': to('offered'),
    'give-up': to('fallen-back'),
    'hand-back': to('handed-back'),
    complete: no('not-taken'),
    leave: to('left'),
    expire: no('presented'),
  },
  accepted: {
    present: no('taken'),
    accept: no('taken'),
    decline: no('taken'),
    'time-out': no('taken'),
    'give-up': no('taken'),
    'hand-back': to('handed-back'),
    complete: to('completed'),
    leave: to('left'),
    expire: no('taken'),
  },
  'fallen-back': {
    present: no('not-presented'),
    accept: to('accepted'),
    decline: no('not-presented'),
    'time-out': no('not-presented'),
    'give-up': no('not-presented'),
    'hand-back': to('handed-back'),
    complete: no('not-taken'),
    leave: to('left'),
    expire: to('expired'),
  },
  completed: ENDED,
  'handed-back': ENDED,
  left: ENDED,
  expired: ENDED,
};

/** States in which a handover still needs somebody. */
export const OPEN_STATES = [
  'offered',
  'presented',
  'accepted',
  'fallen-back',
] as const satisfies readonly HandoverState[];

export function isOpenState(state: HandoverState): boolean {
  return (OPEN_STATES as readonly HandoverState[]).includes(state);
}
