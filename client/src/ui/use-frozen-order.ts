import { useCallback, useMemo, useState } from 'react';

export type FrozenOrder = {
  /** What is shown, in the order in which it is shown. */
  readonly ids: readonly string[];
  readonly isFrozen: boolean;
  /** How many rows would change their place. */
  readonly movedCount: number;
  readonly resort: () => void;
  /** Handlers for the element in which pointer or focus hold the order. */
  readonly hold: {
    readonly onPointerEnter: () => void;
    readonly onPointerLeave: () => void;
    readonly onFocus: () => void;
    readonly onBlur: (event: { currentTarget: Element; relatedTarget: EventTarget | null }) => void;
  };
};

/**
 * Keeps rows where they are while somebody points at them or works in them: what jumps away under a finger is worse than what is sorted a
 * little late. Rows that go leave at once, new ones come at the end; `resort` puts everything in its place. `key` is what the person asked
 * for (sort, filter): when it changes, the order follows at once.
 */
export function useFrozenOrder(ids: readonly string[], key: string): FrozenOrder {
  const [isPointed, setPointed] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const [epoch, setEpoch] = useState(0);
  const isFrozen = isPointed || isFocused;
  const [kept, setKept] = useState({ ids, key, epoch });
  const follows = !isFrozen || kept.key !== key || kept.epoch !== epoch;
  const shown = useMemo(() => (follows ? ids : holdOrder(kept.ids, ids)), [follows, kept.ids, ids]);
  if (kept.ids !== shown || kept.key !== key || kept.epoch !== epoch) setKept({ ids: shown, key, epoch });
  const movedCount = useMemo(() => (shown === ids ? 0 : countMoved(shown, ids)), [shown, ids]);
  const resort = useCallback(() => setEpoch((last) => last + 1), []);
  const hold = useMemo(
    () => ({
      onPointerEnter: () => setPointed(true),
      onPointerLeave: () => setPointed(false),
      onFocus: () => setFocused(true),
      onBlur: (event: { currentTarget: Element; relatedTarget: EventTarget | null }) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setFocused(false);
      },
    }),
    [],
  );
  return { ids: shown, isFrozen, movedCount, resort, hold };
}

/** The old order with what is gone left out and what is new at the end. */
export function holdOrder(before: readonly string[], now: readonly string[]): readonly string[] {
  const present = new Set(now);
  const known = new Set(before);
  const held = before.filter((id) => present.has(id));
  const added = now.filter((id) => !known.has(id));
  return held.length === before.length && added.length === 0 ? before : [...held, ...added];
}

export function countMoved(shown: readonly string[], wanted: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < wanted.length; index++) if (shown[index] !== wanted[index]) count++;
  return count;
}
