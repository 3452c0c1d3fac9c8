import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { createOrderedRelease, TooManyEventsError } from '@floorwalk/shared/translate/ordered-release';
import { createRowTally, tallyRow, type RowTally } from '@floorwalk/shared/translate/row-tally';
import type { TranslationOptions, Translator } from '@floorwalk/shared/translate/translator';
import { CliError } from '../cli-error.ts';
import type { Lines } from './read-lines.ts';

/** Most events held in memory to put them in order; somewhat under 1 KB each. */
export const MAX_HELD_EVENTS = 2_000_000;

export type EventReading = {
  /** Events in order of time, some at a time. */
  readonly batches: AsyncIterable<NewEvent[]>;
  readonly tally: RowTally;
  /** Events that came later in the file than its kind allows, and were given on out of order. */
  readonly tooLateCount: () => number;
  /** Events that the file holds twice; given on once. */
  readonly repeatedCount: () => number;
};

export type ReadEventsOptions = {
  readonly path: string;
  readonly translator: Translator;
  readonly translation: TranslationOptions;
  /** Holds as much of the file as may be held, also where its kind needs less: then events may come in any order. */
  readonly holdsAll?: boolean;
  readonly limit?: number;
  /** Called after some lines were read. */
  readonly onBatch?: () => void;
};

const BATCH_EVENTS = 5000;

/** The events of a file's lines, in order of time. */
export function readEvents(lines: Lines, options: ReadEventsOptions): EventReading {
  const { translator } = options;
  const limit = options.limit ?? MAX_HELD_EVENTS;
  const translation = translator.createTranslation(options.translation);
  const tally = createRowTally();
  let released: NewEvent[] = [];
  const ordered = createOrderedRelease({
    horizonMs: options.holdsAll === true && translator.disorderMs !== null ? Infinity : translator.disorderMs,
    limit,
    release: (event) => released.push(event),
  });

  async function* batches(): AsyncGenerator<NewEvent[]> {
    let lineNumber = 0;
    try {
      for await (const batch of lines.batches) {
        for (const text of batch) {
          lineNumber += 1;
          const translated = translation.line(text, lineNumber);
          tallyRow(tally, translated);
          if (translated.kind === 'events') for (const event of translated.events) ordered.push(event);
        }
        options.onBatch?.();
        if (released.length > 0) {
          yield released;
          released = [];
        }
      }
      for (const event of translation.end()) {
        ordered.push(event);
        tally.eventCount += 1;
      }
      ordered.flush();
    } catch (error) {
      if (!(error instanceof TooManyEventsError)) throw error;
      throw new CliError(`${options.path} holds more than ${limit} events, too many to put in order of time`, {
        remedy: 'split it, for instance by month, and read the parts one after the other',
        cause: error,
      });
    }
    for (let from = 0; from < released.length; from += BATCH_EVENTS) yield released.slice(from, from + BATCH_EVENTS);
    released = [];
  }

  return {
    batches: batches(),
    tally,
    tooLateCount: ordered.tooLateCount,
    repeatedCount: ordered.duplicateCount,
  };
}
