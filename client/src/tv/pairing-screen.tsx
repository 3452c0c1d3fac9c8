import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { askForPairing, claimPairing } from './kiosk-api.ts';
import { decidePairing, FIRST_STEP, type PairingState } from './pairing.ts';
import type { KioskMemory } from './device-memory.ts';

/** Shows a code in large type until somebody confirms it at a desk. `revoked` says first that the screen was removed. */
export function PairingScreen({
  revoked,
  onPaired,
}: {
  readonly revoked: boolean;
  readonly onPaired: (kiosk: KioskMemory) => void;
}): ReactNode {
  const state = usePairing(onPaired);
  const failing = state.kind !== 'paired' && state.failures > 0;
  return (
    <main className="notice">
      {revoked && (
        <section className="notice-lead">
          <h1>{t('tv.revoked.title')}</h1>
          <p>{t('tv.revoked.text')}</p>
        </section>
      )}
      {revoked ? <h2>{t('tv.revoked.again')}</h2> : <h1>{t('tv.pair.title')}</h1>}
      <p>{t('tv.pair.how')}</p>
      <p className="pair-code" data-testid="pair-code">
        {state.kind === 'waiting' ? state.code : <span className="pair-code-pending">{t('tv.pair.asking')}</span>}
      </p>
      <output className="pair-status">{failing ? t('tv.pair.unreachable') : t('tv.pair.waiting')}</output>
      <p className="notice-server">{window.location.host}</p>
    </main>
  );
}

function usePairing(onPaired: (kiosk: KioskMemory) => void): PairingState {
  const [step, setStep] = useState(FIRST_STEP);
  const { state, effect } = step;
  useEffect(() => {
    if (effect === null) return undefined;
    if (effect.kind === 'open-board') {
      if (state.kind === 'paired') onPaired({ token: state.token, boardId: state.boardId });
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      const asked =
        effect.kind === 'claim' && state.kind === 'waiting'
          ? claimPairing(state.pairingId, state.secret, abort.signal)
          : askForPairing(abort.signal);
      void asked.then((input) => {
        if (!abort.signal.aborted) setStep(decidePairing(state, input));
      });
    }, effect.afterMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [state, effect, onPaired]);
  return state;
}
