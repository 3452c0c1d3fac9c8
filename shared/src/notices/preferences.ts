import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** How much may come by one channel: most messages in any hour, and how long several informs are gathered into one, minutes (0: not at all). */
export const ChannelLimits = Type.Object(
  {
    perHour: Type.Integer({ minimum: 1, maximum: 1_000 }),
    bundleMinutes: Type.Integer({ minimum: 0, maximum: 240 }),
  },
  strict,
);
export type ChannelLimits = Static<typeof ChannelLimits>;

const PersonalChannel = Type.Object(
  { page: Type.Boolean(), inform: Type.Boolean(), ...ChannelLimits.properties },
  strict,
);

const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

/** A span of the local day, over midnight where it ends before it begins; `days` are those on which it begins, 1 Monday to 7 Sunday. */
export const QuietHours = Type.Object(
  {
    from: TimeOfDay,
    to: TimeOfDay,
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    zone: Type.String({ minLength: 1, maxLength: 64 }),
  },
  strict,
);
export type QuietHours = Static<typeof QuietHours>;

/** How a person wants to hear of things. The inbox in the console always has everything. */
export const NoticePreferences = Type.Object(
  {
    push: PersonalChannel,
    email: PersonalChannel,
    quietHours: Type.Union([QuietHours, Type.Null()]),
    /** Pages come in quiet hours too. */
    pagesAlways: Type.Boolean(),
  },
  strict,
);
export type NoticePreferences = Static<typeof NoticePreferences>;

/** Of somebody who never chose. */
export const DEFAULT_PREFERENCES: NoticePreferences = {
  push: { page: true, inform: false, perHour: 30, bundleMinutes: 5 },
  email: { page: true, inform: true, perHour: 20, bundleMinutes: 15 },
  quietHours: null,
  pagesAlways: true,
};
