import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** A sentence by its key and what it is said of, so that it can be said in any language. */
export const Sentence = Type.Object(
  {
    key: Type.String({ minLength: 1, maxLength: 60 }),
    values: Type.Record(
      Type.String({ minLength: 1, maxLength: 40 }),
      Type.Union([Type.String({ maxLength: 2_000 }), Type.Number()]),
    ),
  },
  strict,
);
export type Sentence = Static<typeof Sentence>;

/** What a notice says: a title, and the sentences of its body, each on a line of its own. */
export const NoticeWords = Type.Object({ title: Sentence, body: Type.Array(Sentence, { maxItems: 12 }) }, strict);
export type NoticeWords = Static<typeof NoticeWords>;
