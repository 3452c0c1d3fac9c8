import type { IngestAnswer, IngestOutcome, RefusalReason } from '@floorwalk/shared/api/ingest';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { CliError } from '../cli-error.ts';
import { sleep } from './sleep.ts';

export type EventSenderOptions = {
  /** Where Floorwalk answers, `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly token: string;
  /** Longest time without an answer before giving up, ms; a minute unless given. */
  readonly patienceMs?: number;
  /** Ends the waiting for a server that does not answer. */
  readonly signal?: AbortSignal;
};

/** What became of the events of one `send`. */
export type Sent = {
  readonly acceptedCount: number;
  readonly duplicateCount: number;
  readonly refused: readonly { readonly event: NewEvent; readonly reason: RefusalReason; readonly message: string }[];
};

/** Sends events to the ingest API, in order: a request goes out when the one before it is answered. */
export type EventSender = {
  /** Resolves when every event is answered. Throws CliError when nothing answers, or the token is not taken. */
  readonly send: (events: readonly NewEvent[]) => Promise<Sent>;
};

/** Well under the limits of one request. */
const REQUEST_EVENTS = 2000;
const REQUEST_CHARACTERS = 1_500_000;
const REQUEST_TIMEOUT_MS = 60_000;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 5000;

export function createEventSender(options: EventSenderOptions): EventSender {
  const endpoint = `${options.url.replace(/\/+$/, '')}/api/v1/events`;
  const patienceMs = options.patienceMs ?? 60_000;
  let hasAnswered = false;

  async function post(body: string): Promise<IngestAnswer> {
    const givesUpAt = Date.now() + patienceMs;
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      let response: Response;
      let text: string;
      try {
        // oxlint-disable-next-line no-await-in-loop -- each try follows the failure of the one before
        response = await fetch(endpoint, {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${options.token}` },
          body,
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        // oxlint-disable-next-line no-await-in-loop -- as above
        text = await response.text();
      } catch (error) {
        if (!hasAnswered || Date.now() > givesUpAt || options.signal?.aborted === true)
          throw noAnswer(options.url, hasAnswered, error);
        // oxlint-disable-next-line no-await-in-loop -- as above
        await sleep(waitMs, options.signal);
        continue;
      }
      hasAnswered = true;
      const answer = parse(text);
      if (isIngestAnswer(answer)) return answer;
      if (response.status < 500 && response.status !== 429) throw refusedWhole(options.url, response.status, answer);
      if (Date.now() > givesUpAt || options.signal?.aborted === true) {
        throw new CliError(`${options.url} answers ${response.status} again and again (${detailOf(answer)})`, {
          remedy: 'see its log, then run this command again: it goes on where it stopped',
        });
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(waitMs, options.signal);
    }
  }

  async function send(events: readonly NewEvent[]): Promise<Sent> {
    const total = { acceptedCount: 0, duplicateCount: 0, refused: [] as Sent['refused'][number][] };
    for (const { body, part } of requests(events)) {
      // oxlint-disable-next-line no-await-in-loop -- events keep their order
      const answer = await post(body);
      total.acceptedCount += answer.acceptedCount;
      total.duplicateCount += answer.duplicateCount;
      if (answer.refusedCount > 0) total.refused.push(...refusals(part, answer.results));
    }
    return total;
  }

  return { send };
}

/** Cuts events into requests that stay under the limits. */
function* requests(events: readonly NewEvent[]): Generator<{ body: string; part: NewEvent[] }> {
  let texts: string[] = [];
  let part: NewEvent[] = [];
  let characters = 0;
  for (const event of events) {
    const text = JSON.stringify({ specversion: '1.0', ...event, time: new Date(event.time).toISOString() });
    if (part.length > 0 && (part.length >= REQUEST_EVENTS || characters + text.length > REQUEST_CHARACTERS)) {
      yield { body: `[${texts.join(',')}]`, part };
      texts = [];
      part = [];
      characters = 0;
    }
    texts.push(text);
    part.push(event);
    characters += text.length;
  }
  if (part.length > 0) yield { body: `[${texts.join(',')}]`, part };
}

function* pairs(part: readonly NewEvent[], results: readonly IngestOutcome[]): Generator<[NewEvent, IngestOutcome]> {
  for (const [index, outcome] of results.entries()) {
    const event = part[index];
    if (event !== undefined) yield [event, outcome];
  }
}

function refusals(part: readonly NewEvent[], results: readonly IngestOutcome[]): Sent['refused'][number][] {
  const refused: Sent['refused'][number][] = [];
  for (const [event, outcome] of pairs(part, results)) {
    if (outcome.status !== 'refused') continue;
    const message = `${outcome.pointer} ${outcome.message}`.trim();
    refused.push({ event, reason: outcome.reason, message });
  }
  return refused;
}

function isIngestAnswer(value: unknown): value is IngestAnswer {
  return typeof value === 'object' && value !== null && Array.isArray((value as { results?: unknown }).results);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function detailOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null) {
    const { detail, title } = answer as { detail?: unknown; title?: unknown };
    if (typeof detail === 'string') return detail;
    if (typeof title === 'string') return title;
  }
  return typeof answer === 'string' && answer !== '' ? answer.slice(0, 100) : 'without a reason';
}

function refusedWhole(url: string, status: number, answer: unknown): CliError {
  if (status === 401 || status === 403) return new TokenRefusedError(url, detailOf(answer));
  return new CliError(`${url} did not take the events: ${status}, ${detailOf(answer)}`, {
    remedy: 'is it a Floorwalk? name its address with --url',
  });
}

/** The server does not know the source's token (any more). */
export class TokenRefusedError extends CliError {
  constructor(url: string, detail: string) {
    super(`${url} does not take the token (${detail})`, {
      remedy: 'give the token of a source of the site with --token, or leave it out on the machine Floorwalk runs on',
    });
  }
}

function noAnswer(url: string, hasAnswered: boolean, error: unknown): CliError {
  const { cause } = error as { cause?: { code?: unknown } };
  const reason = typeof cause?.code === 'string' ? cause.code : (error as Error).message;
  if (hasAnswered) {
    return new CliError(`${url} stopped answering (${reason})`, {
      remedy: 'run this command again when it is back: it goes on where it stopped',
      cause: error,
    });
  }
  return new CliError(`no Floorwalk answers at ${url} (${reason})`, {
    remedy: 'start one with `npm start`, or name the address of yours with --url',
    cause: error,
  });
}
