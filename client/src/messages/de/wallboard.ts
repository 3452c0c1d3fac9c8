import type { wallboard as english } from '../en/wallboard.ts';

export const wallboard: Record<keyof typeof english, string> = {};
