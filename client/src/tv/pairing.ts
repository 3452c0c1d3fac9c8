/**
 * How a screen without a person gets its board. It asks for a pairing, shows the code, and claims until somebody confirms the code at a desk. Pure:
 * the screen carries out the effect and feeds back what came of it.
 */
export type PairingState =
  | { readonly kind: 'asking'; readonly failures: number }
  | {
      readonly kind: 'waiting';
      readonly code: string;
      readonly pairingId: string;
      readonly secret: string;
      readonly failures: number;
    }
  | { readonly kind: 'paired'; readonly token: string; readonly boardId: string };

export type PairingInput =
  | { readonly kind: 'pairing-given'; readonly code: string; readonly pairingId: string; readonly secret: string }
  | { readonly kind: 'not-confirmed-yet' }
  | { readonly kind: 'confirmed'; readonly token: string; readonly boardId: string }
  /** The pairing is unknown to the server: its code ran out. */
  | { readonly kind: 'expired' }
  | { readonly kind: 'unreachable' };

/** What the screen does next, and after how long. */
export type PairingEffect =
  | { readonly kind: 'ask'; readonly afterMs: number }
  | { readonly kind: 'claim'; readonly afterMs: number }
  | { readonly kind: 'open-board' };

export type PairingStep = { readonly state: PairingState; readonly effect: PairingEffect | null };

/** How often the code is claimed while nobody confirmed it. */
export const CLAIM_EVERY_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

export const FIRST_STEP: PairingStep = {
  state: { kind: 'asking', failures: 0 },
  effect: { kind: 'ask', afterMs: 0 },
};

/** Wait after so many failures in a row, ms: 2 s doubling up to 30 s. */
export function waitAfterFailures(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, CLAIM_EVERY_MS * 2 ** Math.max(0, failures - 1));
}

type Cells = {
  readonly [S in PairingState['kind']]: {
    readonly [I in PairingInput['kind']]: (
      state: Extract<PairingState, { kind: S }>,
      input: Extract<PairingInput, { kind: I }>,
    ) => PairingStep;
  };
};

const unchanged = (state: PairingState): PairingStep => ({ state, effect: null });
const askAnew = (): PairingStep => ({ state: { kind: 'asking', failures: 0 }, effect: { kind: 'ask', afterMs: 0 } });

const CELLS: Cells = {
  asking: {
    'pairing-given': (_state, { code, pairingId, secret }) => ({
      state: { kind: 'waiting', code, pairingId, secret, failures: 0 },
      effect: { kind: 'claim', afterMs: CLAIM_EVERY_MS },
    }),
    'not-confirmed-yet': unchanged,
    confirmed: unchanged,
    expired: unchanged,
    unreachable: ({ failures }) => ({
      state: { kind: 'asking', failures: failures + 1 },
      effect: { kind: 'ask', afterMs: waitAfterFailures(failures + 1) },
    }),
  },
  waiting: {
    'pairing-given': unchanged,
    'not-confirmed-yet': (state) => ({
      state: { ...state, failures: 0 },
      effect: { kind: 'claim', afterMs: CLAIM_EVERY_MS },
    }),
    confirmed: (_state, { token, boardId }) => ({
      state: { kind: 'paired', token, boardId },
      effect: { kind: 'open-board' },
    }),
    expired: askAnew,
    unreachable: (state) => ({
      state: { ...state, failures: state.failures + 1 },
      effect: { kind: 'claim', afterMs: waitAfterFailures(state.failures + 1) },
    }),
  },
  paired: {
    'pairing-given': unchanged,
    'not-confirmed-yet': unchanged,
    confirmed: unchanged,
    expired: unchanged,
    unreachable: unchanged,
  },
};

/** The next state and what to do; an answer that no longer fits the state changes nothing. */
export function decidePairing(state: PairingState, input: PairingInput): PairingStep {
  const cell = CELLS[state.kind][input.kind] as (state: PairingState, input: PairingInput) => PairingStep;
  return cell(state, input);
}
