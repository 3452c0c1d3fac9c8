/** Which page shows and since when. `pausedAt` is set while paused. All moments on one monotonic clock, ms. */
export type Rotation = {
  readonly page: number;
  readonly startedAt: number;
  readonly pausedAt: number | null;
};

export function startRotation(now: number): Rotation {
  return { page: 0, startedAt: now, pausedAt: null };
}

/** Moves on by as many pages as are due. A pause, a single page and a page count of zero stand still. */
export function rotate(rotation: Rotation, now: number, pageCount: number, everyMs: number): Rotation {
  if (pageCount <= 0) return rotation.page === 0 ? rotation : { ...rotation, page: 0 };
  const page = Math.min(rotation.page, pageCount - 1);
  const elapsed = now - rotation.startedAt;
  if (rotation.pausedAt !== null || pageCount === 1 || elapsed < everyMs) {
    return page === rotation.page ? rotation : { ...rotation, page };
  }
  const turns = Math.floor(elapsed / everyMs);
  return { page: (page + turns) % pageCount, startedAt: rotation.startedAt + turns * everyMs, pausedAt: null };
}

/** Goes by hand to the next (`1`) or former (`-1`) page, which then gets its full time. */
export function turnPage(rotation: Rotation, by: 1 | -1, now: number, pageCount: number): Rotation {
  if (pageCount <= 0) return rotation;
  const page = (((rotation.page + by) % pageCount) + pageCount) % pageCount;
  return { page, startedAt: now, pausedAt: rotation.pausedAt === null ? null : now };
}

/** Pauses, or goes on with what was left of the page's time. */
export function togglePause(rotation: Rotation, now: number): Rotation {
  if (rotation.pausedAt === null) return { ...rotation, pausedAt: now };
  return { page: rotation.page, startedAt: rotation.startedAt + (now - rotation.pausedAt), pausedAt: null };
}

/** Share of the page's time still left, 0-1. */
export function timeLeft(rotation: Rotation, now: number, everyMs: number): number {
  const until = rotation.pausedAt ?? now;
  return Math.max(0, Math.min(1, 1 - (until - rotation.startedAt) / everyMs));
}
