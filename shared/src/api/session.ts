import Type, { type Static } from 'typebox';
import { Role, Scope } from '../access/role.ts';

/** `GET /api/v1/session`: who is asking, or what signing in needs. Never an error. */
export const SessionAnswer = Type.Object({
  signedIn: Type.Boolean(),
  /** True until the first administrator was set up. */
  needsSetup: Type.Boolean(),
  /** True where the demo floor runs: any role signs in with one click. */
  demo: Type.Boolean(),
  principal: Type.Optional(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      email: Type.Optional(Type.String()),
      kind: Type.Union([Type.Literal('person'), Type.Literal('kiosk'), Type.Literal('demo')]),
      grants: Type.Array(Type.Object({ role: Role, scope: Scope })),
    }),
  ),
  sites: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), zone: Type.String() })),
});
export type SessionAnswer = Static<typeof SessionAnswer>;

/** `POST /api/v1/setup`: the first administrator, once. 201, or 409 when already set up. */
export const SetupRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.String({ minLength: 3, maxLength: 254 }),
    password: Type.String({ minLength: 12, maxLength: 128 }),
    /** The one-time code that `npm start` prints on first run. */
    setupCode: Type.String({ minLength: 1, maxLength: 100 }),
  },
  { additionalProperties: false },
);
export type SetupRequest = Static<typeof SetupRequest>;

/** `POST /api/v1/demo-session`: one click, where the demo runs. `POST /api/v1/sign-in` {email,password}; `POST /api/v1/sign-out`. */
export const DemoSessionRequest = Type.Object({ role: Role }, { additionalProperties: false });
export type DemoSessionRequest = Static<typeof DemoSessionRequest>;

export const SignInRequest = Type.Object(
  { email: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 128 }) },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

/** `POST /api/v1/sign-out`: this session, or with `everywhere` every one this person has. */
export const SignOutRequest = Type.Object(
  { everywhere: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type SignOutRequest = Static<typeof SignOutRequest>;

/** `GET|POST /api/v1/people`, `PATCH|DELETE /api/v1/people/:id` (administrators). */
export const Person = Type.Object({
  id: Type.String(),
  name: Type.String(),
  email: Type.String(),
  active: Type.Boolean(),
  createdAt: Type.Number(),
  grants: Type.Array(Type.Object({ role: Role, scope: Scope })),
});
export type Person = Static<typeof Person>;

export const NewPerson = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    email: Type.String({ minLength: 3, maxLength: 254 }),
    password: Type.String({ minLength: 12, maxLength: 128 }),
    grants: Type.Array(Type.Object({ role: Role, scope: Scope }), { maxItems: 50 }),
  },
  { additionalProperties: false },
);
export type NewPerson = Static<typeof NewPerson>;
