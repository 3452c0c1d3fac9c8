import type { MakeSpeaker } from './text.ts';

/** Values put into their places, and nothing else: what is said on a TV needs no plurals. A value that was not given leaves its place empty. */
export const plainSpeaker: MakeSpeaker = (_locale, catalogue) => (key, values) => {
  const text = Object.prototype.hasOwnProperty.call(catalogue, key) ? catalogue[key] : undefined;
  return text?.replace(/\{(\w+)\}/g, (_place, name: string) => String(values?.[name] ?? ''));
};
