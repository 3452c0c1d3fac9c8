import { create } from 'zustand';
import type { FigureOnGlass, NumberOnGlass } from './subject.ts';

type Open = (NumberOnGlass | FigureOnGlass) & { readonly anchor: HTMLElement };

type FormulaState = {
  readonly open: Open | null;
  readonly show: (open: Open) => void;
  readonly close: () => void;
};

/** Which number is being explained. One pop-over serves all numbers: hundreds of them are on the glass. */
export const useFormula = create<FormulaState>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}));

/** Explains the number an element stands for (see `NumberButton` and `Figure`). Returns whether it stands for one. */
export function explainElement(element: Element): boolean {
  const anchor = element.closest<HTMLElement>('[data-metric], [data-figure]');
  if (!anchor) return false;
  const number = numberOf(anchor.dataset);
  if (!number) return false;
  useFormula.getState().show({ ...number, anchor });
  return true;
}

function numberOf(data: DOMStringMap): NumberOnGlass | FigureOnGlass | null {
  const { metric, table, subject, window, figure, of = '', above, below, value } = data;
  if (figure) return { figure: figure as FigureOnGlass['figure'], of, above, below, value };
  if (!metric || !table || subject === undefined || !window) return null;
  return {
    metric: metric as NumberOnGlass['metric'],
    subject: { table: table as NumberOnGlass['subject']['table'], id: subject },
    window: window as NumberOnGlass['window'],
  };
}
