import Type from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Temporal } from 'temporal-polyfill';
import { eventSchemas, type EventType } from '../events.ts';
import { Id } from '../kit/ids.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { BLANK, refuseRow, type Translator } from './translator.ts';

const Envelope = Compile(
  Type.Object({
    specversion: Type.Optional(Type.Literal('1.0')),
    id: Id,
    type: Type.String(),
    time: Type.Union([Type.Number({ minimum: 0, maximum: 8.64e15 }), Type.String({ maxLength: 64 })]),
    source: Type.Optional(Type.String()),
    data: Type.Object({}),
  }),
);

/** Checkers of each type's data, made when first asked for. */
const checkers = new Map<EventType, Validator>();

function checkerOf(type: EventType): Validator {
  let checker = checkers.get(type);
  if (checker === undefined) {
    checker = Compile(eventSchemas[type]);
    checkers.set(type, checker);
  }
  return checker;
}

/**
 * Our own events: one JSON object a line, as a CloudEvent (`time` in RFC 3339) or with `time` in epoch ms. The source in the file gives
 * way to the source it is read as.
 */
export const ndjson: Translator = {
  name: 'ndjson',
  description: 'Events as JSON, one a line: CloudEvents 1.0, or with time in epoch ms',
  zone: 'UTC',
  disorderMs: 15 * 60_000,
  createTranslation(options) {
    return {
      line(text, lineNumber) {
        if (text.trim() === '') return BLANK;
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch {
          return refuseRow('not JSON', lineNumber, text);
        }
        if (typeof value !== 'object' || value === null || Array.isArray(value)) {
          return refuseRow('not an object', lineNumber, text);
        }
        if (!Envelope.Check(value)) {
          return refuseRow('bad envelope', lineNumber, text, firstFault(Envelope, value, ''));
        }
        if (!Object.hasOwn(eventSchemas, value.type)) {
          return refuseRow('unknown type', lineNumber, text, `type is ${JSON.stringify(value.type)}`);
        }
        const type = value.type as EventType; // just checked
        const time = typeof value.time === 'number' ? value.time : readInstant(value.time);
        if (time === null) return refuseRow('bad time', lineNumber, text, `time is ${JSON.stringify(value.time)}`);
        const checker = checkerOf(type);
        if (!checker.Check(value.data)) {
          return refuseRow('bad data', lineNumber, text, firstFault(checker, value.data, '/data'));
        }
        const event = { id: value.id, source: options.source, type, time, data: value.data } as NewEvent; // checked by its schema
        return { kind: 'events', events: [event] };
      },
      end: () => [],
    };
  },
};

/** The first thing a schema finds wrong, with the pointer of the field. */
function firstFault(checker: Validator, value: unknown, pointer: string): string {
  const fault = checker.Errors(value)[0];
  return fault === undefined ? 'it does not fit its schema' : `${pointer}${fault.instancePath} ${fault.message}`.trim();
}

/** Epoch ms (fractions of a millisecond are dropped) of an RFC 3339 moment. */
function readInstant(text: string): number | null {
  try {
    const at = Temporal.Instant.from(text).epochMilliseconds;
    return at >= 0 ? at : null;
  } catch {
    return null;
  }
}
