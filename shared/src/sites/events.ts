import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** A team is known. */
export const TeamConfigured = Type.Object({ teamId: Id, name: Type.Optional(Label) }, strict);

/** The site is known. `zone` is an IANA name; `dayStartsAt` is local time, when "today" begins. */
export const SiteConfigured = Type.Object(
  {
    name: Type.Optional(Label),
    zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    dayStartsAt: Type.Optional(Type.String({ pattern: '^([01][0-9]|2[0-3]):(00|15|30|45)$' })),
    intervalMinutes: Type.Optional(Type.Union([Type.Literal(15), Type.Literal(30)])),
    serviceLevelFormula: Type.Optional(
      Type.Union([
        Type.Literal('default'),
        Type.Literal('abandons-ignored'),
        Type.Literal('abandons-negative'),
        Type.Literal('abandons-positive'),
        Type.Literal('answered-only'),
      ]),
    ),
    tags: Type.Optional(Type.Array(Label, { maxItems: 500 })),
  },
  strict,
);

/**
 * Which clock the site runs on (decision D12). `real` is the wall clock. `paced` maps real time to site time:
 * `siteNow = base + (realNow - at) * rate`, all epoch ms. `log` stands still at the latest event's time.
 */
export const SiteClockSet = Type.Object(
  {
    clock: Type.Union([
      Type.Object({ kind: Type.Literal('real') }, strict),
      Type.Object(
        {
          kind: Type.Literal('paced'),
          base: Type.Number(),
          at: Type.Number(),
          rate: Type.Number({ minimum: 0, maximum: 100_000 }),
        },
        strict,
      ),
      Type.Object({ kind: Type.Literal('log') }, strict),
    ]),
  },
  strict,
);

export const siteEvents = {
  'team.configured': TeamConfigured,
  'site.configured': SiteConfigured,
  'site.clock-set': SiteClockSet,
} as const;
export type SiteEventType = keyof typeof siteEvents;
export type SiteEventData = { [K in SiteEventType]: Static<(typeof siteEvents)[K]> };
export type SiteClock = SiteEventData['site.clock-set']['clock'];
