import { create } from 'zustand';
import type { NumberOnGlass } from './subject.ts';

type FormulaState = {
  readonly open: (NumberOnGlass & { readonly anchor: Element }) | null;
  readonly show: (number: NumberOnGlass, anchor: Element) => void;
  readonly close: () => void;
};

/** Which number is being explained. One pop-over serves all numbers: hundreds of them are on the glass. */
export const useFormula = create<FormulaState>()((set) => ({
  open: null,
  show: (number, anchor) => set({ open: { ...number, anchor } }),
  close: () => set({ open: null }),
}));

/** Explains the number an element stands for (see `NumberButton`). Returns whether it stands for one. */
export function explainElement(element: Element): boolean {
  const holder = element.closest<HTMLElement>('[data-metric]');
  if (!holder) return false;
  const { metric, table, subject, window } = holder.dataset;
  if (!metric || !table || subject === undefined || !window) return false;
  useFormula.getState().show(
    {
      metric: metric as NumberOnGlass['metric'],
      subject: { table: table as NumberOnGlass['subject']['table'], id: subject },
      window: window as NumberOnGlass['window'],
    },
    holder,
  );
  return true;
}
