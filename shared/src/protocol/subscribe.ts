import Type, { type Static } from 'typebox';
import { Id } from '../kit/ids.ts';
import { MarkSchema, TableNameSchema, WindowKeys } from './tables.ts';
import type { Delta, Snapshot } from '../live/delta.ts';

/**
 * Up: `subscribe`. Starts (or restarts) the one live subscription of this socket to a site. `have` is the mark the client holds; without
 * it, or where the ring no longer reaches back, the answer is a snapshot. Only the named windows are sent in rows.
 */
export const Subscribe = Type.Object(
  {
    siteId: Id,
    tables: Type.Array(TableNameSchema, { minItems: 1, maxItems: 60 }),
    windows: WindowKeys,
    have: Type.Optional(MarkSchema),
    /** Time travel: the whole subscription is in the past. */
    travel: Type.Optional(
      Type.Object(
        {
          at: Type.Number({ description: 'epoch ms of the site clock' }),
          view: Type.Union([Type.Literal('known'), Type.Literal('shown')]),
          speed: Type.Number({ minimum: 0, maximum: 600, description: '0 stands still' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type Subscribe = Static<typeof Subscribe>;

/** The acknowledgement of `subscribe`. */
export type Subscribed =
  | { readonly ok: true; readonly serverNow: number; readonly foldVersion: number; readonly snapshot: Snapshot }
  | { readonly ok: true; readonly serverNow: number; readonly foldVersion: number; readonly deltas: readonly Delta[] }
  | { readonly ok: false; readonly reason: SubscribeRefusal; readonly message: string };

export type SubscribeRefusal = 'bad-request' | 'forbidden' | 'unknown-site' | 'not-ready';
