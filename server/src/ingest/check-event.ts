import { INGEST_LIMITS } from '@floorwalk/shared/api/ingest';
import { MAX_ID_LENGTH } from '@floorwalk/shared/kit/ids';
import { isDecidedType } from '@floorwalk/shared/kit/decided-type';
import type { EventType } from '@floorwalk/shared/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { checkData, isKnownType } from './check-data.ts';
import { findUnstorable } from './check-text.ts';
import { readTime } from './read-time.ts';
import { pointerPart, refusal, type Refusal } from './refusal.ts';

/** An event that passed; `time` is absent where the source gave none. */
export type CheckedEvent = Omit<NewEvent, 'time'> & { time: number | undefined };

export type CheckContext = {
  /** The source whose token was sent. Events may name it, or a part of it: `acd`, `acd/node-1`. */
  readonly sourceName: string;
  /** Set when the body's text might hold characters that cannot be stored. */
  readonly suspectText: boolean;
};

/** Attributes of a CloudEvent that mean something here. Others are extensions, allowed by the standard and not kept. */
const ATTRIBUTES = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'data',
  'datacontenttype',
  'dataschema',
  'subject',
]);
const EXTENSION_NAME = /^[a-z0-9]{1,40}$/;
const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;.*)?$/i;

/** An identifier's bytes are limited beside its characters: one visible character can be arbitrarily many bytes, and indexes hold bytes. */
const MAX_ID_BYTES = 800;

/**
 * Checks one CloudEvent 1.0 (already parsed JSON) against the envelope's rules and its type's schema. Pure. Whether its time is acceptable
 * depends on the site's clock and is checked apart.
 */
export function checkEvent(raw: unknown, context: CheckContext): CheckedEvent | Refusal {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return refusal('not-an-object', '', 'an event is a JSON object');
  }
  const event = raw as Record<string, unknown>;
  const wrong =
    checkVersion(event['specversion']) ??
    checkIdentifier(event['id'], '/id', 'id') ??
    checkIdentifier(event['source'], '/source', 'source') ??
    checkType(event['type']) ??
    checkNames(event);
  if (wrong) return wrong;
  const { id, source, type } = event as { id: string; source: string; type: EventType };
  if (source !== context.sourceName && !source.startsWith(`${context.sourceName}/`)) {
    return refusal(
      'foreign-source',
      '/source',
      `this token speaks for ${JSON.stringify(context.sourceName)}, not for ${JSON.stringify(source)}`,
    );
  }
  const time = checkTime(event['time']);
  if (typeof time === 'object') return time;
  const data = event['data'];
  if (data === undefined || data === null) return refusal('missing-field', '/data', 'data is missing');
  const wrongData = checkData(type, data) ?? checkContactId(data);
  if (wrongData) return wrongData;
  // Looked through last, when the schemas have bounded how deep it can go.
  const unstorable = context.suspectText
    ? (findUnstorable(id, '/id') ?? findUnstorable(source, '/source') ?? findUnstorable(data, '/data'))
    : null;
  if (unstorable) return unstorable;
  return { id, source, type, time, data };
}

export function isRefusal(checked: CheckedEvent | Refusal): checked is Refusal {
  return 'reason' in checked;
}

function checkVersion(version: unknown): Refusal | null {
  if (version === '1.0') return null;
  if (version === undefined || version === null) {
    return refusal('missing-field', '/specversion', 'specversion is missing; it is "1.0"');
  }
  return refusal('invalid-value', '/specversion', 'specversion must be "1.0"');
}

function checkIdentifier(value: unknown, pointer: string, name: string): Refusal | null {
  if (value === undefined || value === null) return refusal('missing-field', pointer, `${name} is missing`);
  if (typeof value !== 'string') return refusal('wrong-type', pointer, 'must be string');
  if (value.length === 0) return refusal('invalid-value', pointer, 'must not be empty');
  if (value.length <= MAX_ID_LENGTH) return null;
  if (Array.from(value).length > MAX_ID_LENGTH || Buffer.byteLength(value) > MAX_ID_BYTES) {
    return refusal('invalid-value', pointer, `must not be longer than ${MAX_ID_LENGTH} characters`);
  }
  return null;
}

function checkType(type: unknown): Refusal | null {
  if (type === undefined || type === null) return refusal('missing-field', '/type', 'type is missing');
  if (typeof type !== 'string') return refusal('wrong-type', '/type', 'must be string');
  if (isDecidedType(type)) {
    return refusal(
      'unknown-type',
      '/type',
      'events of this family are decided by Floorwalk and its people; no source may send them',
    );
  }
  if (isKnownType(type)) return null;
  return refusal('unknown-type', '/type', `the type ${JSON.stringify(type.slice(0, 100))} is not known`);
}

function checkNames(event: Record<string, unknown>): Refusal | null {
  for (const [name, value] of Object.entries(event)) {
    if (ATTRIBUTES.has(name)) continue;
    if (name === 'data_base64') {
      return refusal('invalid-value', '/data_base64', 'binary data is not accepted; send data as a JSON object');
    }
    if (!EXTENSION_NAME.test(name)) {
      return refusal(
        'unknown-field',
        pointerPart(name.slice(0, 100)),
        'is neither a CloudEvents attribute nor the name of an extension (lower-case letters and digits); fields of the event belong in data',
      );
    }
    if (typeof value === 'object' && value !== null) {
      return refusal('wrong-type', pointerPart(name), 'an extension must be a string, a number or a boolean');
    }
  }
  const type = event['datacontenttype'];
  if (type === undefined || type === null) return null;
  if (typeof type === 'string' && JSON_TYPE.test(type)) return null;
  return refusal('invalid-value', '/datacontenttype', 'only JSON data is accepted');
}

function checkTime(time: unknown): number | undefined | Refusal {
  if (time === undefined || time === null) return undefined;
  if (typeof time !== 'string')
    return refusal('wrong-type', '/time', 'must be a string: RFC 3339, such as 2026-05-04T09:30:00Z');
  const epochMs = readTime(time);
  if (epochMs === null) return refusal('invalid-value', '/time', 'is no RFC 3339 time, such as 2026-05-04T09:30:00Z');
  if (epochMs < INGEST_LIMITS.oldestTime) return refusal('too-old', '/time', 'lies before 1970');
  return epochMs;
}

/** The one identifier inside data that an index holds. */
function checkContactId(data: unknown): Refusal | null {
  const { contactId } = data as { contactId?: unknown };
  if (typeof contactId !== 'string' || contactId.length <= MAX_ID_LENGTH) return null;
  if (Buffer.byteLength(contactId) <= MAX_ID_BYTES) return null;
  return refusal('invalid-value', '/data/contactId', `must not be longer than ${MAX_ID_BYTES} bytes`);
}
