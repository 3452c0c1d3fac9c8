import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandoffsState, foldHandoffs } from './handoffs-state.ts';
import { handoffsSlice } from './handoffs-slice.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { countedMs } from './business-clock.ts';
import { decideHandoff, HANDOFF_CLOCK, type HandoffCommand } from './decide-handoff.ts';
import { documentsFor, findAgreementFlaw, findDepartmentFlaw, promiseFor, type Department } from './department.ts';
import { evolveHandoff } from './evolve-handoff.ts';
import { isOpen, type Handoff } from './handoff.ts';
import { HANDOFF_INPUTS, HANDOFF_MACHINE, HANDOFF_REFUSALS, HANDOFF_STATES, isRefused } from './handoff-machine.ts';
import { reckonHandoff } from './reckon-handoff.ts';
import {
  accept,
  AGREEMENT,
  BACK_OFFICE,
  by,
  carry,
  context,
  HOUR,
  MINUTE,
  open,
  owner,
  START,
} from './made-up-handoff.ts';

describe('the handoff machine', () => {
  it('answers every state and input with a state or a reason, and leaves no ended one', () => {
    for (const state of HANDOFF_STATES) {
      for (const input of HANDOFF_INPUTS) {
        const cell = HANDOFF_MACHINE[state][input];
        const known: readonly string[] = isRefused(cell) ? HANDOFF_REFUSALS : HANDOFF_STATES;
        expect(known).toContain(cell);
        if (state === 'completed' || state === 'cancelled') expect(cell).toBe('already-ended');
      }
    }
  });

  it('reaches every state from an open one', () => {
    const reached = new Set(['opened']);
    for (let more = true; more;) {
      more = false;
      for (const state of HANDOFF_STATES.filter((one) => reached.has(one))) {
        for (const cell of Object.values(HANDOFF_MACHINE[state])) {
          if (isRefused(cell) || reached.has(cell)) continue;
          reached.add(cell);
          more = true;
        }
      }
    }
    expect([...reached].toSorted()).toEqual([...HANDOFF_STATES].toSorted());
  });
});

const someCommand: fc.Arbitrary<HandoffCommand> = fc.oneof(
  fc.constant(accept),
  fc.constant<HandoffCommand>({ kind: 'assign', owner: owner('Otto Other') }),
  fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }).map((minutes): HandoffCommand => ({
    kind: 'pause',
    reason: 'customer',
    until: minutes === undefined ? undefined : START + minutes * MINUTE,
  })),
  fc.constant<HandoffCommand>({ kind: 'resume' }),
  fc.constantFrom<HandoffCommand>(
    { kind: 'ask-documents', documents: ['Passport'] },
    { kind: 'ask-documents', documents: ['Contract', 'Invoice'] },
  ),
  fc
    .constantFrom('Contract', 'Passport', 'Invoice', 'A sketch')
    .map((document): HandoffCommand => ({ kind: 'give-document', document, reference: 'file 7' })),
  fc.constant<HandoffCommand>({ kind: 'return', reason: 'Not ours' }),
  fc.constant<HandoffCommand>({ kind: 'send-again' }),
  fc.constant<HandoffCommand>({ kind: 'note', text: 'Called them' }),
  fc.constant<HandoffCommand>({ kind: 'wake' }),
  fc.oneof(
    { weight: 1, arbitrary: fc.constant<HandoffCommand>({ kind: 'complete' }) },
    { weight: 1, arbitrary: fc.constant<HandoffCommand>({ kind: 'cancel', reason: 'A mistake' }) },
    { weight: 3, arbitrary: fc.constant<HandoffCommand>({ kind: 'wake' }) },
  ),
);

describe('what is decided about a handoff', () => {
  it('always has an owner, one clock that stands or runs as its state says, and a next moment while the clock runs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Department['missingDocuments']>('refuse-completion', 'pause-clock'),
        fc.boolean(),
        fc.option(fc.constantFrom(20 * MINUTE, HOUR, 3 * HOUR), { nil: undefined }),
        fc.array(fc.tuple(someCommand, fc.integer({ min: 0, max: 90 })), { maxLength: 30 }),
        (missingDocuments, needs, acceptMs, steps) => {
          const department: Department = { ...BACK_OFFICE, missingDocuments };
          const lacksDocuments = ({ documents }: Handoff): boolean =>
            missingDocuments === 'pause-clock' && documents.some(({ required, given }) => required && given === null);
          let handoff = open(department, needs ? ['Contract'] : [], acceptMs);
          let now = START;
          // A recount beside it: minutes in which the state before let the clock run.
          let counted = 0;
          for (const [command, minutes] of steps) {
            const running = handoff.pauses.find(({ to }) => to === null);
            const later = now + minutes * MINUTE;
            // What ends by itself lets the clock run again, unless documents are waited for then.
            const until = lacksDocuments(handoff) ? Infinity : (running?.until ?? Infinity);
            if (isOpen(handoff)) counted += running === undefined ? later - now : Math.max(0, later - until);
            now = later;
            const decision = decideHandoff(handoff, command, context(now, department));
            if (!decision.ok) {
              // What was refused did not happen, and what the clock had to say is said with the next.
              const replayed = decideHandoff(handoff, { kind: 'wake' }, context(now, department));
              if (replayed.ok) handoff = replayed.handoff;
            } else {
              // The log tells the same as the decision.
              expect(decision.moves.reduce((state, move) => evolveHandoff(state, move, now), handoff)).toEqual(
                decision.handoff,
              );
              handoff = decision.handoff;
            }
            expect(handoff.owner.name).not.toBe('');
            expect(handoff.owner.to).toBeDefined();
            const open_ = handoff.pauses.filter(({ to }) => to === null);
            const stands =
              handoff.state === 'paused' ||
              handoff.state === 'returned' ||
              handoff.state === 'waiting-for-documents' ||
              (isOpen(handoff) && lacksDocuments(handoff));
            expect(open_.length).toBe(stands && isOpen(handoff) ? 1 : 0);
            const { wakeAt, dueAt } = reckonHandoff(handoff, department.calendar);
            if (isOpen(handoff) && !stands && handoff.breachedAt === null) {
              expect(dueAt).not.toBeNull();
              expect(wakeAt).toBeGreaterThan(now);
            }
            if (acceptMs !== undefined && handoff.state === 'opened') {
              // The department is always open: business time is time.
              expect(now).toBeLessThan(handoff.waitingSince + acceptMs);
              expect(wakeAt).toBeLessThanOrEqual(handoff.waitingSince + acceptMs);
            }
            expect([null, handoff.waitingSince + (acceptMs ?? 0)]).toContain(handoff.acceptMissedAt);
            if (!isOpen(handoff)) break;
            expect(countedMs(department.calendar, handoff.pauses, START, now)).toBe(counted);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('warns once before the breach and escalates once after it, however often the clock is asked', () => {
    let handoff = carry(open(BACK_OFFICE), accept, START + MINUTE).handoff;
    const said: string[] = [];
    for (let minutes = 2; minutes <= 300; minutes += 1) {
      const decision = carry(handoff, { kind: 'wake' }, START + minutes * MINUTE);
      handoff = decision.handoff;
      said.push(...decision.moves.map((move) => `${minutes} ${move.type}`));
      for (const effect of decision.effects)
        if (effect.kind === 'notify' || effect.kind === 'escalate') said.push(`${minutes} ${effect.kind}`);
    }
    expect(said).toEqual(['180 handoff.warned', '180 notify', '240 handoff.breached', '240 notify', '240 escalate']);
    expect(handoff).toMatchObject({ state: 'in-work', breachedAt: START + 4 * HOUR, owner: { name: 'Wanda Worker' } });
  });

  it('what nobody took falls to the exception owner when its promise breaks', () => {
    const { handoff, effects } = carry(open(BACK_OFFICE), { kind: 'wake' }, START + 5 * HOUR);
    expect(handoff).toMatchObject({
      state: 'excepted',
      owner: { name: 'Emma Exception' },
      breachedAt: START + 4 * HOUR,
    });
    const notified = effects.flatMap((effect) => (effect.kind === 'notify' ? effect.to : []));
    expect(notified).toContainEqual({ kind: 'person', personId: 'Carl Contact' });
    const escalation = { kind: 'escalate', requestId: 'handoff-h1-breached', impact: 'high', why: 'broken-by' };
    expect(effects).toContainEqual(escalation);
  });

  it('sending it back is counted and stops the clock; sent back too often, it falls to the exception owner', () => {
    let handoff = carry(open(BACK_OFFICE), accept, START + HOUR).handoff;
    handoff = carry(handoff, { kind: 'return', reason: 'Not ours' }, START + 2 * HOUR).handoff;
    expect(handoff).toMatchObject({ state: 'returned', bounceCount: 1, owner: { name: 'Sam Sender' } });
    handoff = carry(handoff, { kind: 'send-again' }, START + 12 * HOUR).handoff;
    expect(reckonHandoff(handoff, BACK_OFFICE.calendar).dueAt).toBe(START + 14 * HOUR);
    handoff = carry(handoff, { kind: 'return', reason: 'Still not ours' }, START + 13 * HOUR).handoff;
    expect(handoff).toMatchObject({ state: 'excepted', owner: { name: 'Emma Exception' } });
    expect(decideHandoff(handoff, { kind: 'return', reason: 'No' }, context(START + 13 * HOUR))).toEqual({
      ok: false,
      refusal: 'bounce-limit',
    });
  });

  it('a pause with an end runs on by itself at that end, however late that is noticed', () => {
    let handoff = carry(open(BACK_OFFICE), accept, START).handoff;
    const until = START + 3 * HOUR;
    handoff = carry(handoff, { kind: 'pause', reason: 'customer', until }, START + HOUR).handoff;
    expect(reckonHandoff(handoff, BACK_OFFICE.calendar)).toMatchObject({ wakeAt: until, dueAt: START + 6 * HOUR });
    handoff = carry(handoff, { kind: 'note', text: 'x' }, START + 4 * HOUR).handoff;
    expect(handoff.state).toBe('in-work');
    expect(countedMs(BACK_OFFICE.calendar, handoff.pauses, START, START + 4 * HOUR)).toBe(2 * HOUR);
  });

  it('missing documents refuse the end or stop the clock, as the department chose', () => {
    const strict = carry(open(BACK_OFFICE, ['Contract']), accept, START).handoff;
    expect(decideHandoff(strict, { kind: 'complete' }, context(START))).toEqual({
      ok: false,
      refusal: 'documents-missing',
    });
    const given = carry(strict, { kind: 'give-document', document: 'Contract', reference: 'DMS 4711' }, START + HOUR);
    expect(carry(given.handoff, { kind: 'complete' }, START + HOUR).handoff).toMatchObject({
      state: 'completed',
      countedMs: HOUR,
    });

    const patient: Department = { ...BACK_OFFICE, missingDocuments: 'pause-clock' };
    let waiting = carry(open(patient, ['Contract']), accept, START, patient).handoff;
    expect(waiting).toMatchObject({ state: 'waiting-for-documents', pauses: [{ reason: 'documents', to: null }] });
    const give: HandoffCommand = { kind: 'give-document', document: 'Contract', reference: 'https://dms/1' };
    waiting = carry(waiting, give, START + 9 * HOUR, patient).handoff;
    expect(waiting.state).toBe('in-work');
    expect(reckonHandoff(waiting, patient.calendar).dueAt).toBe(START + 13 * HOUR);
  });

  it('whoever answers late is late on the record, noticed before or not', () => {
    const taken = carry(open(BACK_OFFICE), accept, START).handoff;
    const { handoff, moves, effects } = carry(taken, { kind: 'complete' }, START + 6 * HOUR);
    expect(moves.map(({ type }) => type)).toEqual(['handoff.breached', 'handoff.completed']);
    expect(handoff).toMatchObject({ breachedAt: START + 4 * HOUR, countedMs: 6 * HOUR });
    expect(effects.map(({ kind }) => kind)).toContain('withdraw-escalation');
  });

  it('of two who accept the second is refused', () => {
    const taken = carry(open(BACK_OFFICE), accept, START).handoff;
    expect(decideHandoff(taken, { kind: 'accept', owner: owner('Late Lea') }, context(START))).toEqual({
      ok: false,
      refusal: 'already-accepted',
    });
  });
});

describe('a department', () => {
  it('promises by what fits most; among equals the agreement goes before the department', () => {
    const facts = { kind: null, tier: null, priority: 'normal' } as const;
    expect(promiseFor(BACK_OFFICE, null, facts)).toBe(4 * HOUR);
    expect(promiseFor(BACK_OFFICE, null, { ...facts, tier: 'gold' })).toBe(2 * HOUR);
    expect(promiseFor(BACK_OFFICE, AGREEMENT, { ...facts, kind: 'Complaint' })).toBe(5 * HOUR);
    expect(promiseFor(BACK_OFFICE, AGREEMENT, { ...facts, kind: 'Complaint', tier: 'gold' })).toBe(3 * HOUR);
    expect(promiseFor(BACK_OFFICE, { ...AGREEMENT, responseMs: HOUR }, facts)).toBe(HOUR);
    expect(documentsFor(BACK_OFFICE, 'Complaint')).toEqual(['Contract', 'Photo']);
    expect(documentsFor(BACK_OFFICE, null)).toEqual(['Contract']);
  });

  it('that makes no sense is refused at the field', () => {
    const flaw = (change: Partial<Department>) => findDepartmentFlaw({ ...BACK_OFFICE, ...change })?.pointer ?? null;
    const { calendar } = BACK_OFFICE;
    const weekly = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(flaw({})).toBeNull();
    expect(flaw({ calendar: { ...calendar, zone: 'Mars/Olympus' } })).toBe('/calendar/zone');
    expect(flaw({ calendar: { ...calendar, weekly } })).toBe('/calendar/weekly');
    const overlapping = [
      { from: '09:00', to: '12:00' },
      { from: '11:00', to: '15:00' },
    ];
    expect(flaw({ calendar: { ...calendar, weekly: { ...weekly, tue: overlapping } } })).toBe(
      '/calendar/weekly/tue/1/from',
    );
    const empty = [{ from: '09:00', to: '09:00' }];
    expect(flaw({ calendar: { ...calendar, weekly: { ...weekly, wed: empty } } })).toBe('/calendar/weekly/wed/0/to');
    const holidays = [{ date: '2026-02-30', name: 'Never', periods: [] }];
    expect(flaw({ calendar: { ...calendar, holidays } })).toBe('/calendar/holidays/0/date');
    expect(flaw({ exceptionOwner: { to: { kind: 'role', role: 'supervisor' }, name: 'Somebody' } })).toBe(
      '/exceptionOwner/to',
    );
    const once = { ...calendar, weekly: { ...weekly, mon: [{ from: '09:00', to: '09:15' }] } };
    expect(flaw({ calendar: once, responseMs: 1_000 * HOUR, promises: [] })).toBe('/responseMs');
    expect(
      flaw({
        promises: [
          { tier: 'gold', responseMs: HOUR },
          { tier: 'gold', responseMs: HOUR },
        ],
      }),
    ).toBe('/promises/1');
    expect(findAgreementFlaw({ ...AGREEMENT, fromDepartmentId: 'back-office' }, BACK_OFFICE)?.pointer).toBe(
      '/toDepartmentId',
    );
  });
});

describe('what the log tells of handoffs', () => {
  const logged = (position: number, type: string, data: object, time = START): LoggedEvent =>
    ({ position, id: `e${position}`, source: 's', type, time, recordedAt: time, data }) as LoggedEvent;

  it('new hours move what is open, and an encoded state folds on alike', () => {
    const state = createHandoffsState();
    const events = [
      logged(1, 'handoff.department-set', { department: BACK_OFFICE, version: 1, by }),
      logged(2, 'handoff.agreement-set', { agreement: AGREEMENT, version: 1, by }),
      logged(3, 'contact.transferred', { contactId: 'c', toDepartment: 'Back office' }),
      logged(4, 'handoff.opened', {
        handoffId: 'h1',
        title: 'A refund',
        priority: 'normal',
        toDepartmentId: 'back-office',
        owner: owner('Emma Exception'),
        sender: owner('Sam Sender'),
        promiseMs: 4 * HOUR,
        warnShare: 0.75,
        bounceLimit: 1,
        documents: [],
        missingDocuments: 'refuse-completion',
        hoursVersion: 1,
        transferPosition: 3,
        by: HANDOFF_CLOCK,
      }),
    ];
    for (const event of events) foldHandoffs(state, event);
    const row = () => handoffsSlice.rows(state, START, 'changed').tables.handoffs?.find(({ id }) => id === 'h1');
    expect(row()).toMatchObject({ dueAt: START + 4 * HOUR, cause: 'transfer', teamIds: ['north'] });
    expect(state.transfers.size).toBe(0);
    handoffsSlice.clearChanged(state);
    const late = [{ from: '12:00', to: '24:00' }];
    const weekly = { ...BACK_OFFICE.calendar.weekly, mon: late };
    const changed = { ...BACK_OFFICE, calendar: { ...BACK_OFFICE.calendar, weekly } };
    const copy = handoffsSlice.decode('s', JSON.parse(JSON.stringify(handoffsSlice.encode(state))));
    for (const one of [state, copy])
      foldHandoffs(one, logged(5, 'handoff.department-set', { department: changed, version: 2, by }));
    expect(row()).toMatchObject({ dueAt: START + 7 * HOUR, hoursVersion: 2 });
    expect(handoffsSlice.encode(copy)).toEqual(handoffsSlice.encode(state));
  });
});
