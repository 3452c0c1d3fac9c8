import { createContext, type KeyboardEvent } from 'react';

/** Whether a number stands in a table that is one stop of the Tab key, its numbers reached by the arrow keys. */
export const InNumberTable = createContext(false);

/**
 * Moves the focus among the numbers of a plain table: a whole table of them would be a hundred stops of the Tab key. From the table itself
 * an arrow leads to its first number; left and right go on in reading order, up and down stay in the column.
 */
export function moveAmongNumbers(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
  const { key, currentTarget, target } = event;
  const next = target === currentTarget ? firstOf(currentTarget, key) : nextOf(currentTarget, target, key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function firstOf(table: HTMLElement, key: string): HTMLElement | null {
  return key === 'ArrowDown' || key === 'ArrowRight' ? table.querySelector<HTMLElement>('.number') : null;
}

function nextOf(table: HTMLElement, from: HTMLElement, key: string): HTMLElement | null | undefined {
  if (!from.classList.contains('number')) return null;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const numbers = [...table.querySelectorAll<HTMLElement>('.number')];
    return numbers[numbers.indexOf(from) + (key === 'ArrowRight' ? 1 : -1)];
  }
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const column = from.closest<HTMLTableCellElement>('td, th')?.cellIndex ?? 0;
  const rows = [...table.querySelectorAll('tr')].map((row) => row.cells[column]?.querySelector<HTMLElement>('.number'));
  const at = rows.findIndex((number) => number?.closest('tr') === from.closest('tr'));
  const ahead = key === 'ArrowDown' ? rows.slice(at + 1) : rows.slice(0, Math.max(0, at)).reverse();
  return ahead.find((number) => number != null);
}
