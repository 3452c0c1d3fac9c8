import { useEffect, useState } from 'react';

/** After this nobody is reading any more. */
const SHOWN_MS = 20_000;

/** The id of the tile that was clicked last, until the next click, Escape, or some seconds later. */
export function useChosenTile(): string | null {
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const choose = ({ target }: MouseEvent) => {
      const tile = target instanceof Element ? target.closest<HTMLElement>('[data-tile]') : null;
      setChosen((last) => (tile?.dataset['tile'] === last ? null : (tile?.dataset['tile'] ?? null)));
    };
    const leave = ({ key }: KeyboardEvent) => key === 'Escape' && setChosen(null);
    document.addEventListener('click', choose);
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('click', choose);
      document.removeEventListener('keydown', leave);
    };
  }, []);
  useEffect(() => {
    if (chosen === null) return undefined;
    const timer = setTimeout(() => setChosen(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [chosen]);
  return chosen;
}
