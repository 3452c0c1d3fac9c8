import type { NewEvent } from '../kit/logged-event.ts';

/** A line of the log, read but not yet understood. */
export type QueueLogLine = {
  /** Epoch ms. */
  readonly time: number;
  readonly callId: string;
  readonly queueId: string;
  readonly member: string;
  readonly verb: string;
  readonly parameters: readonly string[];
};

/** Says one event of a line: `part` keeps several events of a line apart, `time` is the line's unless given. */
export type Say = <T extends NewEvent['type']>(part: string, type: T, data: NewEvent<T>['data'], time?: number) => void;

/** A line that is known and means nothing here: the reason, for the count. `undefined`: it was understood. */
export type Understood = string | undefined;

/** A whole or decimal number of a parameter (some versions leave blanks around it); `null` when it is none. */
export function readNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}(\.\d+)?$/.test(text) ? Number(text) : null;
}

/** A text for people, within the limit of names. */
export function label(text: string): string {
  return text.slice(0, 200);
}
