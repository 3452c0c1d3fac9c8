import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../notices/delivery-machine.ts';
import { NoticeAbout, NoticeChannelKind } from '../notices/events.ts';
import { Language } from '../words/language.ts';
import { ChannelLimits, NoticePreferences } from '../notices/preferences.ts';

const strict = { additionalProperties: false } as const;
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const EpochMs = Type.Number();
const Urgency = Type.Union([Type.Literal('page'), Type.Literal('inform')]);
/** The compiler cannot see through the mapped list, so the type is named. */
const Status = Type.Unsafe<DeliveryStatus>(Type.Union(DELIVERY_STATUSES.map((status) => Type.Literal(status))));

/** Most channels of one site. */
export const MAX_CHANNELS = 50;

/** A channel of the site that is not a person's own. `email` is the mail server by which everybody's mail goes. */
export const SiteChannelKind = Type.Union([
  Type.Literal('email'),
  Type.Literal('webhook'),
  Type.Literal('slack'),
  Type.Literal('teams'),
]);
export type SiteChannelKind = Static<typeof SiteChannelKind>;

const Address = Type.String({ minLength: 1, maxLength: 2_000 });
const EmailAddress = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@<>,;]+@[^\\s@<>,;]+$' });

/** How mail is handed over. The password is written, never read: left out of a change, it stays. */
export const MailServer = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 255, pattern: '^[A-Za-z0-9_.:-]+$' }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    /** `tls` from the first byte; `starttls` demanded; `none` takes TLS where it is offered. */
    security: Type.Union([Type.Literal('tls'), Type.Literal('starttls'), Type.Literal('none')]),
    user: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    from: EmailAddress,
    /** Where notices for this channel itself go, beside everybody's own mail. */
    to: Type.Optional(Type.Array(EmailAddress, { maxItems: 20 })),
  },
  strict,
);
export type MailServer = Static<typeof MailServer>;

const writable = {
  name: Label,
  enabled: Type.Boolean(),
  limits: ChannelLimits,
  /** In which its messages are said; English, or what it was, when left out. A mail server's is for its own addresses alone. */
  language: Type.Optional(Language),
};

/** What is written: `POST /sites/:site/notice-channels`, `PUT /sites/:site/notice-channels/:id`. Secrets may be left out of a change. */
export const ChannelRequest = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('email'),
      ...writable,
      mail: MailServer,
      password: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    },
    strict,
  ),
  Type.Object({ kind: Type.Literal('webhook'), ...writable, url: Type.Optional(Address) }, strict),
  Type.Object({ kind: Type.Literal('slack'), ...writable, url: Type.Optional(Address) }, strict),
  Type.Object({ kind: Type.Literal('teams'), ...writable, url: Type.Optional(Address) }, strict),
]);
export type ChannelRequest = Static<typeof ChannelRequest>;

/** What a try of a channel came to. `at` is real epoch ms. */
export const ChannelTest = Type.Object(
  {
    at: EpochMs,
    outcome: Type.Union([Type.Literal('sent'), Type.Literal('failed')]),
    detail: Type.String(),
    tookMs: Type.Number(),
  },
  strict,
);
export type ChannelTest = Static<typeof ChannelTest>;

/** A channel as it may be shown: of an address its beginning, of secrets whether there is one. */
export const ChannelAnswer = Type.Object(
  {
    id: Id,
    kind: SiteChannelKind,
    name: Label,
    enabled: Type.Boolean(),
    limits: ChannelLimits,
    language: Language,
    mail: Nullable(MailServer),
    /** The address up to its host; what follows may be a secret. */
    origin: Nullable(Type.String()),
    hasPassword: Type.Boolean(),
    lastTest: Nullable(ChannelTest),
    /** With which the receiver checks signatures (Standard Webhooks); given once, when it is made. */
    signingSecret: Type.Optional(Type.String()),
  },
  strict,
);
export type ChannelAnswer = Static<typeof ChannelAnswer>;

/** One try at a delivery. `at` is epoch ms of the site's clock. */
export const DeliveryAttempt = Type.Object(
  {
    at: EpochMs,
    tookMs: Nullable(Type.Number()),
    outcome: Type.Union([
      Type.Literal('sent'),
      Type.Literal('refused'),
      Type.Literal('failed'),
      /** Its worker was not heard of again: it may have arrived. */
      Type.Literal('unknown'),
    ]),
    detail: Type.String(),
  },
  strict,
);
export type DeliveryAttempt = Static<typeof DeliveryAttempt>;

/** One line of the ledger: a notice to one recipient by one channel. Moments are epoch ms of the site's clock. */
export const DeliveryAnswer = Type.Object(
  {
    id: Id,
    noticeId: Id,
    /** Where the request stands on the log. */
    position: Type.Integer(),
    about: NoticeAbout,
    urgency: Urgency,
    title: Type.String(),
    recipientName: Type.String(),
    channel: NoticeChannelKind,
    status: Status,
    /** Why it was suppressed, or what it waits for. */
    reason: Nullable(Type.String()),
    requestedAt: EpochMs,
    dueAt: EpochMs,
    sentAt: Nullable(EpochMs),
    attempts: Type.Array(DeliveryAttempt),
    bundledInto: Nullable(Id),
    seenAt: Nullable(EpochMs),
  },
  strict,
);
export type DeliveryAnswer = Static<typeof DeliveryAnswer>;

/** `GET /sites/:site/notice-deliveries`: the newest first. */
export const LedgerQuery = Type.Object(
  {
    notice: Type.Optional(Id),
    about: Type.Optional(Id),
    person: Type.Optional(Id),
    status: Type.Optional(Status),
    before: Type.Optional(Type.Integer({ description: 'position of the last line you have; with it `beforeId`' })),
    beforeId: Type.Optional(Id),
    /** In which titles are said; the asker's own when left out. */
    language: Type.Optional(Language),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
  },
  strict,
);
export type LedgerQuery = Static<typeof LedgerQuery>;

/** A notice in the inbox of whoever asks. Moments are epoch ms of the site's clock. */
export const MyNotice = Type.Object(
  {
    noticeId: Id,
    /** Where the request stands on the log. */
    position: Type.Integer(),
    about: NoticeAbout,
    urgency: Urgency,
    title: Type.String(),
    body: Type.String(),
    path: Nullable(Type.String()),
    requestedAt: EpochMs,
    seenAt: Nullable(EpochMs),
    readAt: Nullable(EpochMs),
    /** Since when it is settled, and by what; nothing is expected any more. */
    withdrawnAt: Nullable(EpochMs),
    withdrawnReason: Nullable(Type.String()),
  },
  strict,
);
export type MyNotice = Static<typeof MyNotice>;

/**
 * `GET /sites/:site/my-notices?language=de`: `unseenCount` counts those neither seen nor settled; `language` is the one in which the asker's mail and
 * pushes are said, which the last console they used decides (`PUT /notice-language`), `null` before.
 */
export const MyNotices = Type.Object(
  { unseenCount: Type.Integer(), notices: Type.Array(MyNotice), language: Nullable(Language) },
  strict,
);
export type MyNotices = Static<typeof MyNotices>;

/** `POST /sites/:site/my-notices/mark`. */
export const MarkRequest = Type.Object(
  {
    noticeIds: Type.Array(Id, { minItems: 1, maxItems: 500 }),
    as: Type.Union([Type.Literal('seen'), Type.Literal('read')]),
  },
  strict,
);
export type MarkRequest = Static<typeof MarkRequest>;

/** `PUT /notice-language`: in which language to say what is sent to the asker. */
export const LanguageRequest = Type.Object({ language: Language }, strict);
export type LanguageRequest = Static<typeof LanguageRequest>;

/** `GET /notice-preferences`; `PUT` takes the preferences alone. */
export const PreferencesAnswer = Type.Object(
  {
    preferences: NoticePreferences,
    /** Where mail would go; `null` for somebody without an address. */
    email: Nullable(Type.String()),
    pushDeviceCount: Type.Integer(),
    /** With which a browser subscribes (VAPID, base64url). */
    pushKey: Type.String(),
  },
  strict,
);
export type PreferencesAnswer = Static<typeof PreferencesAnswer>;

/** What a browser gives when it subscribes. `POST /notice-push`. */
export const PushSubscriptionRequest = Type.Object(
  {
    endpoint: Address,
    keys: Type.Object(
      {
        p256dh: Type.String({ minLength: 80, maxLength: 100, pattern: '^[A-Za-z0-9_=-]+$' }),
        auth: Type.String({ minLength: 20, maxLength: 40, pattern: '^[A-Za-z0-9_=-]+$' }),
      },
      strict,
    ),
  },
  strict,
);
export type PushSubscriptionRequest = Static<typeof PushSubscriptionRequest>;

/** Most browsers of one person that are reached by push; a new one takes the place of the oldest. */
export const MAX_PUSH_DEVICES = 10;
