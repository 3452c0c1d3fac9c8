import Type, { type Static } from 'typebox';

/**
 * A saved view: a name and the address (path and search) it stands for. `GET|POST /api/v1/views`, `PATCH|DELETE /api/v1/views/:id`.
 * Shared ones are seen by everyone on the site.
 */
export const SavedView = Type.Object({
  id: Type.String(),
  siteId: Type.String(),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  address: Type.String({ minLength: 1, maxLength: 2000 }),
  shared: Type.Boolean(),
  mine: Type.Boolean(),
  updatedAt: Type.Number(),
});
export type SavedView = Static<typeof SavedView>;

const Tile = Type.Object(
  {
    id: Type.String({ maxLength: 50 }),
    kind: Type.Union([
      Type.Literal('number'),
      Type.Literal('gauge'),
      Type.Literal('trend'),
      Type.Literal('list'),
      Type.Literal('clock'),
      Type.Literal('message'),
    ]),
    /** Registry id, for number, gauge, trend and list. */
    metric: Type.Optional(Type.String({ maxLength: 60 })),
    window: Type.Optional(Type.String({ maxLength: 20 })),
    /** What it shows: the site, a group, team, queue or bot. */
    subject: Type.Optional(
      Type.Object({
        table: Type.Union([
          Type.Literal('sites'),
          Type.Literal('groups'),
          Type.Literal('teams'),
          Type.Literal('queues'),
          Type.Literal('bots'),
        ]),
        id: Type.Optional(Type.String({ maxLength: 200 })),
      }),
    ),
    title: Type.Optional(Type.String({ maxLength: 60 })),
    text: Type.Optional(Type.String({ maxLength: 500 })),
    target: Type.Optional(Type.Number()),
    warning: Type.Optional(Type.Number()),
    critical: Type.Optional(Type.Number()),
    /** 12-column grid. */
    x: Type.Integer({ minimum: 0, maximum: 11 }),
    y: Type.Integer({ minimum: 0, maximum: 11 }),
    width: Type.Integer({ minimum: 2, maximum: 12 }),
    height: Type.Integer({ minimum: 2, maximum: 12 }),
  },
  { additionalProperties: false },
);
export type Tile = Static<typeof Tile>;

/** A wallboard. `GET|POST /api/v1/boards?site=`, `GET|PUT|DELETE /api/v1/boards/:id`. */
export const Board = Type.Object({
  id: Type.String(),
  siteId: Type.String(),
  teamId: Type.Union([Type.String(), Type.Null()]),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  pages: Type.Array(
    Type.Object(
      {
        id: Type.String({ maxLength: 50 }),
        title: Type.String({ maxLength: 60 }),
        tiles: Type.Array(Tile, { maxItems: 12 }),
      },
      { additionalProperties: false },
    ),
    { minItems: 1, maxItems: 12 },
  ),
  rotateSeconds: Type.Integer({ minimum: 5, maximum: 600 }),
  theme: Type.Union([Type.Literal('dark'), Type.Literal('light'), Type.Literal('day-night')]),
  screenInches: Type.Integer({ minimum: 20, maximum: 120 }),
  viewingDistanceMetres: Type.Number({ minimum: 1, maximum: 20 }),
  updatedAt: Type.Number(),
});
export type Board = Static<typeof Board>;

/**
 * Kiosk screens. A TV opens `/tv`, asks `POST /api/v1/kiosk/pairings` → `{ code, pairingId, secret }`, shows the code and polls
 * `POST /api/v1/kiosk/pairings/:id/claim {secret}` until someone with `manage-kiosks` confirms it (`POST /api/v1/kiosks {code, boardId, name}`);
 * then it holds a device token (sent as `Authorization: Bearer` and as the socket's `auth.token`) that survives restarts and never meets a
 * login page. `GET /api/v1/kiosks?site=`, `DELETE /api/v1/kiosks/:id` revokes.
 */
export const Kiosk = Type.Object({
  id: Type.String(),
  siteId: Type.String(),
  boardId: Type.String(),
  name: Type.String(),
  createdAt: Type.Number(),
  lastSeenAt: Type.Union([Type.Number(), Type.Null()]),
});
export type Kiosk = Static<typeof Kiosk>;
