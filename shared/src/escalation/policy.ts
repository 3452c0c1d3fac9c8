import Type, { type Static } from 'typebox';
import { Role } from '../access/role.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** Shortest and longest time a step may wait for an answer, ms: a second, a week. */
export const MIN_WAIT_MS = 1_000;
export const MAX_WAIT_MS = 7 * 86_400_000;
export const MAX_STEPS = 20;
export const MAX_TARGETS = 20;
export const MAX_REPEATS = 9;
/** Most steps a whole path has, repeats and continued policies counted out. */
export const MAX_PATH_STEPS = 200;

/**
 * Whom a step tells. A team without an id is the team the escalation concerns. A rotation is who is on call at that moment. The expert is found
 * then, by skill, load, history with the customer and language; `skill` where the escalation's own is not meant. A channel is a webhook or chat
 * room of the site.
 */
export const Target = Type.Union([
  Type.Object({ kind: Type.Literal('person'), personId: Id }, strict),
  Type.Object({ kind: Type.Literal('team'), teamId: Type.Optional(Id) }, strict),
  Type.Object({ kind: Type.Literal('role'), role: Role }, strict),
  Type.Object({ kind: Type.Literal('rotation'), rotationId: Id }, strict),
  Type.Object({ kind: Type.Literal('expert'), skill: Type.Optional(Label) }, strict),
  Type.Object({ kind: Type.Literal('channel'), channelId: Id }, strict),
]);
export type Target = Static<typeof Target>;

/** Tells these all at once, then waits so long for an answer before the path goes on; ms. */
export const PolicyStep = Type.Object(
  {
    targets: Type.Array(Target, { minItems: 1, maxItems: MAX_TARGETS }),
    waitMs: Type.Integer({ minimum: MIN_WAIT_MS, maximum: MAX_WAIT_MS }),
  },
  strict,
);
export type PolicyStep = Static<typeof PolicyStep>;

const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$' });

/** When somebody is there: local times of the zone, `weekday` 1 is Monday. On a closed date nobody is. */
export const SupportHours = Type.Object(
  {
    zone: Type.String({ minLength: 1, maxLength: 64 }),
    periods: Type.Array(
      Type.Object({ weekday: Type.Integer({ minimum: 1, maximum: 7 }), from: ClockTime, to: ClockTime }, strict),
      { minItems: 1, maxItems: 50 },
    ),
    closedDates: Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), { maxItems: 200 }),
  },
  strict,
);
export type SupportHours = Static<typeof SupportHours>;

/**
 * An escalation path. Its steps run in order, the whole of them `repeatCount` more times, then the policy it continues with; after that the
 * escalation is exhausted and stays with `owner`. As many different people as `acknowledgementsNeeded` stop it by acknowledging; if it is not
 * resolved within `acknowledgeTimeoutMs` after that, it begins anew (`null`: never). Outside its support hours it waits for them. A war room
 * calls everybody of the path at once.
 */
export const EscalationPolicy = Type.Object(
  {
    id: Id,
    name: Label,
    description: Type.Optional(Type.String({ maxLength: 1_000 })),
    steps: Type.Array(PolicyStep, { minItems: 1, maxItems: MAX_STEPS }),
    repeatCount: Type.Integer({ minimum: 0, maximum: MAX_REPEATS }),
    continueWith: Type.Optional(Id),
    acknowledgementsNeeded: Type.Integer({ minimum: 1, maximum: 10 }),
    acknowledgeTimeoutMs: Type.Union([Type.Integer({ minimum: MIN_WAIT_MS, maximum: MAX_WAIT_MS }), Type.Null()]),
    supportHours: Type.Optional(SupportHours),
    warRoom: Type.Boolean(),
    /** Who answers for it when nobody did. */
    owner: Target,
  },
  strict,
);
export type EscalationPolicy = Static<typeof EscalationPolicy>;

/** One step of a path as it runs: which policy's, which round of it. */
export const Rung = Type.Object(
  {
    policyId: Id,
    round: Type.Integer({ minimum: 1 }),
    step: Type.Integer({ minimum: 1 }),
    targets: Type.Array(Target, { minItems: 1, maxItems: MAX_TARGETS }),
    waitMs: Type.Integer({ minimum: MIN_WAIT_MS, maximum: MAX_WAIT_MS }),
  },
  strict,
);
export type Rung = Static<typeof Rung>;

/** The target as one text: equal for equal targets. */
export function targetKey(target: Target): string {
  switch (target.kind) {
    case 'person':
      return `person:${target.personId}`;
    case 'team':
      return `team:${target.teamId ?? ''}`;
    case 'role':
      return `role:${target.role}`;
    case 'rotation':
      return `rotation:${target.rotationId}`;
    case 'expert':
      return `expert:${target.skill ?? ''}`;
    case 'channel':
      return `channel:${target.channelId}`;
  }
}
