import { INGEST_LIMITS } from '@floorwalk/shared/api/ingest';
import { HttpProblem } from '../auth/http-problem.ts';
import { mayBeUnstorable } from './check-text.ts';
import { refusal, type Refusal } from './refusal.ts';

/** One event as it came: parsed, or refused already because it could not be. */
export type RawEvent = { readonly value: unknown } | { readonly refused: Refusal; readonly payload: string };

export type ReadBody = { readonly events: RawEvent[]; readonly suspectText: boolean };

export const STRUCTURED_TYPE = 'application/cloudevents+json';
export const BATCH_TYPE = 'application/cloudevents-batch+json';
export const NDJSON_TYPE = 'application/x-ndjson';
export const PLAIN_TYPE = 'application/json';
export const BODY_TYPES: readonly string[] = [STRUCTURED_TYPE, BATCH_TYPE, NDJSON_TYPE, PLAIN_TYPE];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Splits a request's body into events. `mediaType` is one of {@link BODY_TYPES}. Throws an HttpProblem when the body as a whole cannot be read; a line
 * of NDJSON that is no JSON is refused for itself.
 */
export function readBody(mediaType: string, body: Buffer, maxBatchEvents: number): ReadBody {
  const text = decode(body);
  const events = mediaType === NDJSON_TYPE ? readLines(text, maxBatchEvents) : readDocument(mediaType, text);
  if (events.length > maxBatchEvents) throw tooMany(maxBatchEvents);
  // No event can be larger than the body it came in.
  const large = body.length > INGEST_LIMITS.eventBytes;
  return { events: large ? events.map(refuseLarge) : events, suspectText: mayBeUnstorable(text) };
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new HttpProblem(400, 'not-utf-8', 'The body is not UTF-8 text.');
  }
}

function readDocument(mediaType: string, text: string): RawEvent[] {
  if (text.trim() === '') throw new HttpProblem(400, 'empty-body', 'The body is empty; send an event as JSON.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpProblem(400, 'not-json', `The body is not JSON: ${(error as Error).message}`);
  }
  if (Array.isArray(value)) {
    if (mediaType !== STRUCTURED_TYPE) return value.map((one: unknown) => ({ value: one }));
    throw new HttpProblem(400, 'not-one-event', `${STRUCTURED_TYPE} carries one event; several are ${BATCH_TYPE}.`);
  }
  if (mediaType !== BATCH_TYPE) return [{ value }];
  throw new HttpProblem(400, 'not-a-batch', `${BATCH_TYPE} carries a JSON array of events.`);
}

function readLines(text: string, maxBatchEvents: number): RawEvent[] {
  const events: RawEvent[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    if (events.length === maxBatchEvents) throw tooMany(maxBatchEvents);
    events.push(readLine(line));
  }
  return events;
}

function readLine(line: string): RawEvent {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    return { refused: refusal('not-json', '', `the line is not JSON: ${(error as Error).message}`), payload: line };
  }
}

function refuseLarge(event: RawEvent): RawEvent {
  if (!('value' in event)) return event;
  const payload = jsonOf(event.value);
  // A character is at most three bytes, so most events need not be measured.
  if (payload.length * 3 <= INGEST_LIMITS.eventBytes || Buffer.byteLength(payload) <= INGEST_LIMITS.eventBytes) {
    return event;
  }
  return { refused: refusal('too-large', '', `the event is larger than ${INGEST_LIMITS.eventBytes} bytes`), payload };
}

/** The value as JSON. What is nested too deep to be written down is far beyond every limit, so it stands for itself as a long text. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '['.repeat(INGEST_LIMITS.eventBytes + 1);
  }
}

function tooMany(maxBatchEvents: number): HttpProblem {
  return new HttpProblem(
    413,
    'batch-too-large',
    `One request may carry at most ${maxBatchEvents} events; send the rest in another.`,
  );
}
