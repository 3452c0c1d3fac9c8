import type { NewEvent } from '../kit/logged-event.ts';

/** Turns the lines of one kind of file into events. Pure: no I/O, no clock; what it knows comes from the lines and its options. */
export type Translator = {
  /** As written after `--format`. */
  readonly name: string;
  /** One line for people: what the file is. */
  readonly description: string;
  /** IANA zone of the file's local times, and of the site unless told otherwise. */
  readonly zone: string;
  /**
   * How far, in ms, an event of the file may come after a later one. `null`: the file has no order in time at all, so all of it must be
   * read before its first event is known.
   */
  readonly disorderMs: number | null;
  readonly createTranslation: (options: TranslationOptions) => Translation;
};

export type TranslationOptions = {
  /** Source written into every event. */
  readonly source: string;
  /** IANA zone of the file's local times; the translator's own when absent. */
  readonly zone?: string;
  /** The site's name for `site.configured`; the translator's own when absent. */
  readonly siteName?: string;
  /** Turns a number to call or an account into a name that leads back to nobody. Without it customers stay unknown. */
  readonly pseudonymOf?: (identity: string) => string;
};

/** One file on its way: `line` for each line in order (without its line end; numbers from 1), then `end` once. */
export type Translation = {
  readonly line: (text: string, lineNumber: number) => Translated;
  /** What can only be said when all lines are known. */
  readonly end: () => NewEvent[];
};

/**
 * What became of a line. `ignored` lines are known and mean nothing here (they are counted by reason); `refused` ones cannot be read
 * (counted and listed). Events may be in any order. Where one line holds many things, those that cannot be read are its `refusals`.
 */
export type Translated =
  | { readonly kind: 'events'; readonly events: readonly NewEvent[]; readonly refusals?: readonly RowRefusal[] }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'refused'; readonly refusal: RowRefusal }
  | { readonly kind: 'blank' };

export type RowRefusal = {
  /** A word or two, the same for all rows with this fault: they are counted by it. */
  readonly reason: string;
  readonly lineNumber: number;
  /** The beginning of the line. */
  readonly excerpt: string;
  /** What exactly is wrong with this one. */
  readonly detail?: string;
};

const EXCERPT_LENGTH = 120;

export const BLANK: Translated = { kind: 'blank' };

export function refuseRow(reason: string, lineNumber: number, text: string, detail?: string): Translated {
  return { kind: 'refused', refusal: refusalOf(reason, lineNumber, text, detail) };
}

export function refusalOf(reason: string, lineNumber: number, text: string, detail?: string): RowRefusal {
  const excerpt = text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
  return { reason, lineNumber, excerpt, ...(detail === undefined ? {} : { detail }) };
}
