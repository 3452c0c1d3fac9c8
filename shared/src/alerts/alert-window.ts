import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { Recurrence } from './schedule.ts';
import { SilenceScope } from './silence-scope.ts';

/**
 * A span of time that is known beforehand. In a `mute` window what it covers fires and is shown, and pages nobody; in a `maintenance` window it is
 * not judged at all: nothing begins to fire, and what fires ends. Without a scope it covers the whole site.
 */
export const AlertWindow = Type.Object(
  {
    id: Id,
    name: Label,
    kind: Type.Union([Type.Literal('mute'), Type.Literal('maintenance')]),
    scope: Type.Optional(SilenceScope),
    when: Recurrence,
  },
  { additionalProperties: false },
);
export type AlertWindow = Static<typeof AlertWindow>;
