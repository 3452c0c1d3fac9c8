import { expect, it } from 'vitest';
import { accept, BACK_OFFICE, carry, HOUR, MINUTE, open, START } from './made-up-handoff.ts';

it('warns before the time to accept is over, then gives it to the exception owner and escalates; whoever accepts takes that back', () => {
  const takes = (said: readonly { readonly kind: string }[]) => said.filter(({ kind }) => kind.endsWith('escalation'));
  let handoff = open(BACK_OFFICE, [], HOUR);
  const said: string[] = [];
  for (let minutes = 1; minutes <= 90; minutes += 1) {
    const decision = carry(handoff, { kind: 'wake' }, START + minutes * MINUTE);
    handoff = decision.handoff;
    said.push(...decision.moves.map((move) => `${minutes} ${move.type}`));
    for (const effect of decision.effects) {
      if (effect.kind === 'notify') said.push(`${minutes} ${effect.urgency} ${effect.to.length}`);
      if (effect.kind === 'escalate') said.push(`${minutes} ${effect.requestId} ${effect.why}`);
    }
  }
  // The exception owner is where it comes in, too: one person is told once.
  expect(said).toEqual([
    '45 handoff.acceptance-warned',
    '45 inform 1',
    '60 handoff.acceptance-missed',
    '60 handoff.excepted',
    '60 page 2',
    '60 handoff-h1-not-accepted-0 not-accepted-by',
  ]);
  expect(handoff).toMatchObject({ state: 'excepted', acceptMissedAt: START + HOUR, breachedAt: null });
  const taken = carry(handoff, accept, START + 2 * HOUR);
  const withdrawn = [{ kind: 'withdraw-escalation', requestId: 'handoff-h1-not-accepted-0' }];
  expect(takes(taken.effects)).toEqual(withdrawn);
  expect(takes(carry(taken.handoff, { kind: 'complete' }, START + 3 * HOUR).effects)).toEqual([]);
  // Sent back and sent again it waits anew, with a time and an escalation of its own.
  const back = carry(taken.handoff, { kind: 'return', reason: 'Not ours' }, START + 2 * HOUR);
  const again = carry(back.handoff, { kind: 'send-again' }, START + 3 * HOUR).handoff;
  expect(again).toMatchObject({ waitingSince: START + 3 * HOUR, acceptMissedAt: null });
  const missed = carry(again, { kind: 'wake' }, START + 4 * HOUR);
  expect(missed.effects).toContainEqual(expect.objectContaining({ requestId: 'handoff-h1-not-accepted-1' }));
  expect(takes(carry(missed.handoff, { kind: 'cancel', reason: 'Gone' }, START + 4 * HOUR).effects)).toEqual([
    { kind: 'withdraw-escalation', requestId: 'handoff-h1-not-accepted-1' },
  ]);
});
