import type { FloorState } from '../floor/floor-state.ts';
import { silentFrom } from './own-measures.ts';
import type { SilentPolicy } from './rule.ts';

/** The source that is silent now, of those a rule names or else of all that ever sent a heartbeat; `null` while none is. */
export function silentSource(floor: FloorState, { sourceIds }: SilentPolicy, now: number): string | null {
  const sources =
    sourceIds === undefined ? [...floor.sources.values()] : sourceIds.flatMap((id) => floor.sources.get(id) ?? []);
  for (const source of sources) {
    const from = silentFrom(source, sourceIds !== undefined);
    if (from !== null && from < now) return source.id;
  }
  return null;
}
