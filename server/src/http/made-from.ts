import Type, { type Static } from 'typebox';
import { conflict } from '../auth/http-problem.ts';

/** Which version a change was made from, 0 for what is new. Without it the change is made whatever holds by now. */
export const MadeFrom = Type.Object(
  { version: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);
export type MadeFrom = Static<typeof MadeFrom>;

type Kept = {
  readonly version: number;
  readonly setBy: { readonly name: string } | null;
  readonly removedAt?: number | null;
};

/**
 * The version that a change of what is kept gets. Refuses (409) what was made from another version than is in force: of two who change the same at
 * once, the second is told instead of undoing what the first did. The caller has locked the site.
 */
export function nextVersion(before: Kept | undefined, { version: madeFrom }: MadeFrom, what: string): number {
  const isGone = before === undefined || before.removedAt != null;
  const inForce = isGone ? 0 : before.version;
  if (madeFrom !== undefined && madeFrom !== inForce) {
    const who = before?.setBy?.name ?? 'Somebody';
    throw conflict(
      isGone
        ? `Somebody has removed this ${what} meanwhile. Nothing was changed.`
        : madeFrom === 0
          ? `This ${what} is there already, set by ${who}. Open that one to change it.`
          : `${who} has changed this ${what} meanwhile. Open it again to see what holds now.`,
    );
  }
  return (before?.version ?? 0) + 1;
}
