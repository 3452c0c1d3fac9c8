import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

/** A customer answered a survey. `score` is on the scale's own range: csat 1-5, ces 1-7, nps 0-10. */
export const SurveyAnswered = Type.Object(
  {
    surveyId: Type.Optional(Id),
    contactId: Type.Optional(Id),
    queueId: Type.Optional(Id),
    agentId: Type.Optional(Id),
    scale: Type.Union([Type.Literal('csat'), Type.Literal('ces'), Type.Literal('nps')]),
    score: Type.Number({ minimum: 0, maximum: 10 }),
    resolved: Type.Optional(Type.Boolean()),
    comment: Type.Optional(Type.String({ maxLength: 4000 })),
    tags: Type.Optional(Type.Array(Label, { maxItems: 20 })),
  },
  { additionalProperties: false },
);

export const surveyEvents = { 'survey.answered': SurveyAnswered } as const;
export type SurveyEventType = keyof typeof surveyEvents;
export type SurveyEventData = { [K in SurveyEventType]: Static<(typeof surveyEvents)[K]> };
