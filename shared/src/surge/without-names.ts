import type { Surge } from './surge.ts';

/** A surge for whom people are not to be seen: what is done, not by whom. */
export function withoutNames(surge: Surge): Surge {
  const moves = surge.moves.map((move, index) => ({
    ...move,
    id: String(index),
    agentId: null,
    agentName: null,
    change: null,
    ...(move.helpers !== undefined && { helpers: [] }),
  }));
  return { ...surge, moves };
}
