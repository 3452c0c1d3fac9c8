/** How often the picture moves, so that nothing burns into the panel. */
export const SHIFT_EVERY_MS = 10 * 60_000;
const STEPS = [
  [0, 0],
  [2, 0],
  [2, 2],
  [0, 2],
  [-2, 2],
  [-2, 0],
  [-2, -2],
  [0, -2],
  [2, -2],
] as const;

/** Where the picture is moved to, CSS pixels: two at most in each direction, another place every ten minutes, each for the same time. */
export function burnInShift(now: number): { readonly x: number; readonly y: number } {
  const step = STEPS[Math.floor(now / SHIFT_EVERY_MS) % STEPS.length] ?? STEPS[0];
  return { x: step[0], y: step[1] };
}
