/** A line on stderr that says how far a long command is; only on a terminal, so that logs stay readable. */
export type ProgressBar = {
  /** `share` is 0-1, undefined where the whole is not known. Drawn at most ten times a second. */
  readonly show: (share: number | undefined, text: string) => void;
  /** Takes the line away; what is written next starts at its place. */
  readonly clear: () => void;
};

export type ProgressTerminal = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
};

const DRAW_EVERY_MS = 100;
const BAR_WIDTH = 24;

export function createProgressBar(terminal: ProgressTerminal, now: () => number): ProgressBar {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    show(share, text) {
      if (terminal.isTTY !== true || now() - drawnAt < DRAW_EVERY_MS) return;
      drawnAt = now();
      isDrawn = true;
      const bar = share === undefined ? '' : `${barOf(share)} ${(share * 100).toFixed(0).padStart(3)} %  `;
      const line = `${bar}${text}`.slice(0, (terminal.columns ?? 80) - 1);
      terminal.write(`\r\u001B[2K${line}`);
    },
    clear() {
      if (isDrawn) terminal.write('\r\u001B[2K');
      isDrawn = false;
      drawnAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
  return `[${'='.repeat(full)}${' '.repeat(BAR_WIDTH - full)}]`;
}
