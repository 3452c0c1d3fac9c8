import Type, { type Static } from 'typebox';

/** The events by which people change what numbers are measured with. Others come from sources alone. */
export const ConfigureType = Type.Union([
  Type.Literal('site.configured'),
  Type.Literal('queue.configured'),
  Type.Literal('team.configured'),
  Type.Literal('agent.configured'),
  Type.Literal('bot.configured'),
]);
export type ConfigureType = Static<typeof ConfigureType>;

/**
 * `POST /api/v1/sites/:site/configure` (right `configure-site`): appends one event to the site's log, at the site's present. `data` is that of the
 * event type; a wrong field is answered with its JSON pointer. 404 for a site without a log, unless `site.configured` begins it.
 */
export const ConfigureRequest = Type.Object(
  { type: ConfigureType, data: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);
export type ConfigureRequest = Static<typeof ConfigureRequest>;

/** Where in the log the change stands, and its time on the site's clock, epoch ms. */
export const ConfigureAnswer = Type.Object({ position: Type.Integer(), time: Type.Number() });
export type ConfigureAnswer = Static<typeof ConfigureAnswer>;

/**
 * An event that was refused at the edge. `GET /api/v1/sites/:site/refused?before=&limit=` (right `manage-sources`), newest first; pass the last
 * `id` as `before` for the older ones. `receivedAt` is epoch ms; `payload` is the event as it came, cut at a limit.
 */
export const RefusedEvent = Type.Object({
  id: Type.Integer(),
  source: Type.String(),
  receivedAt: Type.Number(),
  reason: Type.String(),
  pointer: Type.String(),
  message: Type.String(),
  payload: Type.String(),
});
export type RefusedEvent = Static<typeof RefusedEvent>;
