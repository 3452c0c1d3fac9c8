/** How deep conditions may be nested. */
export const MAX_CONDITION_DEPTH = 8;
