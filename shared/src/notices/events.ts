import Type, { type Static } from 'typebox';
import { Addressee } from '../access/addressee.ts';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { NoticeWords, Sentence } from '../words/words.ts';

const strict = { additionalProperties: false } as const;

/** What a notice is about, so that it can be opened, bundled, and withdrawn when that is settled. */
export const NoticeAbout = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('alert'),
      Type.Literal('escalation'),
      Type.Literal('handover'),
      Type.Literal('handoff'),
      Type.Literal('surge'),
      Type.Literal('investigation'),
    ]),
    id: Id,
  },
  strict,
);
export type NoticeAbout = Static<typeof NoticeAbout>;

/** Most addressees and webhooks of one notice. */
export const MAX_NOTICE_TARGETS = 100;

/**
 * Somebody should hear of something. Whoever decides that asks with this event, in the same transaction as the decision; the channels do the rest.
 * `noticeId` is made from what asks (`escalation-<id>-<round>-<step>`), so that asking twice reaches nobody twice. `page` may wake people and
 * ignores bundling; `inform` waits for quiet hours to end.
 */
export const NoticeRequested = Type.Object(
  {
    noticeId: Id,
    about: NoticeAbout,
    to: Type.Array(Addressee, { maxItems: MAX_NOTICE_TARGETS }),
    /** Channels of the site by their id, reached beside the people: a team's chat room, a webhook. */
    channelIds: Type.Optional(Type.Array(Id, { maxItems: MAX_NOTICE_TARGETS })),
    urgency: Type.Union([Type.Literal('page'), Type.Literal('inform')]),
    title: Label,
    body: Type.String({ maxLength: 2_000 }),
    /** What says both in the language of whoever is told (`inWords`); without it they read the text as it stands. */
    words: Type.Optional(NoticeWords),
    /** Where the console shows it, below the site: `inbox`, `alerts`. */
    path: Type.Optional(Type.String({ maxLength: 200 })),
    /** Nothing is sent after it; epoch ms of the site's clock. */
    until: Type.Optional(Type.Number()),
  },
  strict,
);

/** What the notices are about is settled (acknowledged, taken, resolved): none of them that is not out yet may go out. */
export const NoticeWithdrawn = Type.Object(
  {
    about: NoticeAbout,
    reason: Label,
    /** What says the reason in any language (`settledBy`); without it people read the text as it stands. */
    words: Type.Optional(Sentence),
  },
  strict,
);

/** By which way somebody is reached. The first three are a person's own, the others are the site's. */
export const NoticeChannelKind = Type.Union([
  Type.Literal('in-app'),
  Type.Literal('push'),
  Type.Literal('email'),
  Type.Literal('webhook'),
  Type.Literal('slack'),
  Type.Literal('teams'),
]);
export type NoticeChannelKind = Static<typeof NoticeChannelKind>;

const Signals = Type.Array(Type.String({ maxLength: 2 }), { maxItems: 64 });

/** Everything asked for up to a position of the log is in the ledger. `signals` name whose inbox changed (`signalOf`). */
export const NoticesTaken = Type.Object(
  { upTo: Type.Integer(), noticeIds: Type.Array(Id, { maxItems: 1_000 }), signals: Signals },
  strict,
);

/** What became of one delivery outside the console. */
export const NoticeSettled = Type.Object(
  {
    noticeId: Id,
    about: NoticeAbout,
    channel: NoticeChannelKind,
    /** Whom it was for: a person's or a channel's name. */
    toName: Label,
    outcome: Type.Union([Type.Literal('sent'), Type.Literal('failed')]),
  },
  strict,
);

/** Somebody saw, or opened, notices in their inbox. */
export const NoticeMarked = Type.Object(
  {
    noticeIds: Type.Array(Id, { maxItems: 500 }),
    as: Type.Union([Type.Literal('seen'), Type.Literal('read')]),
    by: DecidedBy,
    signals: Signals,
  },
  strict,
);

export const noticeEvents = {
  'notice.requested': NoticeRequested,
  'notice.withdrawn': NoticeWithdrawn,
  'notice.taken': NoticesTaken,
  'notice.settled': NoticeSettled,
  'notice.marked': NoticeMarked,
} as const;
export type NoticeEventType = keyof typeof noticeEvents;
export type NoticeEventData = { [K in NoticeEventType]: Static<(typeof noticeEvents)[K]> };
