import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import type { NewEvent, LoggedEvent } from '../kit/logged-event.ts';
import { createLiveState, decodeState, encodeState, foldEvent, hashState } from '../live/live-state.ts';
import { chooseAgent, type Candidate } from './choose-agent.ts';
import {
  decideHandover,
  HANDOVER_SIGNALS,
  HANDOVER_TABLE,
  SESSION_STAGES,
  type DecidingSession,
  type DecidingTurn,
} from './decide-handover.ts';
import { decideRound } from './decide-round.ts';
import { HANDOVER_INPUTS, HANDOVER_MACHINE, HANDOVER_STATES, isOpenState } from './handover-machine.ts';
import { HandoverPackage } from './handover-package.ts';
import { moveHandover, type HandoverCommand, type HandoverRecord } from './move-handover.ts';
import { DEFAULT_POLICY, flawOfPolicy, thresholdOf, type HandoverPolicy } from './policy.ts';
import { summarise } from './summarise.ts';

const BOT = { confidenceThreshold: 0.85, intentThresholds: { refund: 0.6 } };
const policy = (more: Partial<HandoverPolicy> = {}): HandoverPolicy => ({ ...DEFAULT_POLICY, ...more });
const turn = (confidence: number, more: Partial<DecidingTurn> = {}): DecidingTurn => ({
  confidence,
  intent: null,
  runnerUp: null,
  reply: null,
  sentiment: null,
  wantsHuman: false,
  ...more,
});
const session = (turns: readonly DecidingTurn[], more: Partial<DecidingSession> = {}): DecidingSession => ({
  turns,
  language: null,
  tier: null,
  outcome: null,
  stage: 'fresh',
  isBotSilent: false,
  ...more,
});

describe('the decision', () => {
  it('answers every signal in every stage, and leaves what people have or what is over alone', () => {
    for (const signal of HANDOVER_SIGNALS) {
      expect(Object.keys(HANDOVER_TABLE[signal])).toEqual([...SESSION_STAGES]);
      expect(HANDOVER_TABLE[signal].owned).toBe('go-on');
      expect(HANDOVER_TABLE[signal].over).toBe('go-on');
      expect(HANDOVER_TABLE[signal].clarified).toBe(signal === 'none' ? 'go-on' : 'hand-over');
    }
  });

  it.each([
    ['a turn at the threshold is certain', session([turn(0.85)]), 'go-on', []],
    ['a turn under it asks first', session([turn(0.84)]), 'clarify', ['low-confidence']],
    [
      'and hands over when that did not help',
      session([turn(0.84)], { stage: 'clarified' }),
      'hand-over',
      ['low-confidence'],
    ],
    ['but not before the bot has asked', session([turn(0.84)], { stage: 'clarifying' }), 'go-on', ['low-confidence']],
    ['a wish is followed at once', session([turn(0.99, { wantsHuman: true })]), 'hand-over', ['wants-human']],
    ['so is an unhappy customer', session([turn(0.99, { sentiment: -0.7 })]), 'hand-over', ['negative-sentiment']],
    [
      'an unsure turn of a high-value customer is not asked again',
      session([turn(0.8)], { tier: 'Gold' }),
      'hand-over',
      ['high-value', 'low-confidence'],
    ],
    [
      'two meanings nearly alike ask first',
      session([turn(0.9, { intent: 'a', runnerUp: { intent: 'b', confidence: 0.85 } })]),
      'clarify',
      ['narrow-margin'],
    ],
    [
      'the same reply three times is going in circles',
      session([turn(0.9, { reply: 'What?' }), turn(0.9, { reply: 'What?' }), turn(0.9, { reply: 'What?' })]),
      'hand-over',
      ['repeated'],
    ],
    [
      'one intent failing three times is too',
      session([turn(0.5, { intent: 'a' }), turn(0.5, { intent: 'a' }), turn(0.5, { intent: 'a' })]),
      'hand-over',
      ['repeated', 'low-confidence'],
    ],
    ['a bot that broke needs nobody to ask', session([], { outcome: 'failed' }), 'hand-over', ['bot-failed']],
    ['nor does one that is silent', session([turn(1)], { isBotSilent: true }), 'hand-over', ['bot-silent']],
  ] as const)('%s', (_title, deciding, action, reasons) => {
    expect(decideHandover(deciding, policy(), BOT)).toMatchObject({ action, reasons });
  });

  it('hands over at once where the policy lets no bot ask, and never where it is off', () => {
    expect(decideHandover(session([turn(0.5)]), policy({ clarifies: false }), BOT).action).toBe('hand-over');
    expect(decideHandover(session([turn(0.5, { wantsHuman: true })]), policy({ isEnabled: false }), BOT).action).toBe(
      'go-on',
    );
  });

  it('goes by the threshold that names most: intent and language, intent, language, policy, bot', () => {
    const thresholds = [
      { intent: 'refund', language: 'de', threshold: 0.3 },
      { intent: 'refund', threshold: 0.4 },
      { language: 'de', threshold: 0.5 },
    ];
    const by = policy({ thresholds, threshold: 0.7 });
    expect(thresholdOf(by, BOT, 'refund', 'de-CH')).toBe(0.3);
    expect(thresholdOf(by, BOT, 'refund', 'fr')).toBe(0.4);
    expect(thresholdOf(by, BOT, 'hours', 'de')).toBe(0.5);
    expect(thresholdOf(by, BOT, 'hours', 'den')).toBe(0.7);
    expect(thresholdOf(policy({ threshold: 0.7 }), BOT, 'refund', null)).toBe(0.6);
    expect(thresholdOf(policy(), BOT, null, null)).toBe(0.85);
    expect(flawOfPolicy(policy({ thresholds: [...thresholds, { language: 'DE', threshold: 1 }] }))).toMatchObject({
      pointer: '/thresholds/3',
    });
  });
});

const RECORD: HandoverRecord = {
  id: '0'.repeat(16),
  sessionId: 's',
  botId: 'b',
  state: 'offered',
  offeredAt: 0,
  giveUpAt: 100_000,
  answerWithinMs: 30_000,
  fallBack: 'queue',
  presentedTo: null,
  attempt: 0,
  agentIds: [],
  owner: null,
  acceptedAt: null,
  endedAt: null,
  dueAt: 101_000,
  isEscalated: false,
};

const by = fc.constantFrom('ann', 'ben', 'cem').map((id) => ({ id, name: id }));
const command: fc.Arbitrary<HandoverCommand> = fc.oneof(
  by.map(({ id }) => ({ kind: 'present', agentId: id, agentName: id, why: [] }) as const),
  by.map((who) => ({ kind: 'accept', by: who, agentId: who.id, how: 'console' }) as const),
  by.map((who) => ({ kind: 'decline', by: who, reason: 'no' }) as const),
  fc.constant({ kind: 'time-out' } as const),
  fc.constant({ kind: 'give-up', why: 'unanswered', agentIds: ['dan'] } as const),
  by.map((who) => ({ kind: 'hand-back', by: who, note: null }) as const),
  by.map((who) => ({ kind: 'complete', by: who, note: null }) as const),
  fc.constant({ kind: 'leave', why: 'customer-left' } as const),
  fc.constant({ kind: 'expire' } as const),
);

describe('the machine', () => {
  it('answers every input in every state, and nothing that is over moves again', () => {
    for (const state of HANDOVER_STATES) {
      expect(Object.keys(HANDOVER_MACHINE[state])).toEqual([...HANDOVER_INPUTS]);
      if (!isOpenState(state))
        expect(Object.values(HANDOVER_MACHINE[state])).toEqual(HANDOVER_INPUTS.map(() => ({ refused: 'over' })));
    }
  });

  it('whoever wants what in whatever order: one owner, no move after the end, a due moment while somebody is waited for', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.integer({ min: 0, max: 50_000 })), { maxLength: 30 }), (steps) => {
        let record = RECORD;
        let now = 0;
        // The oracle: what a plain reading of the log would remember.
        let owner: string | null = null;
        let hasEnded = false;
        for (const [wanted, later] of steps) {
          now += later;
          const move = moveHandover(record, wanted, now);
          if (move.kind === 'refused') {
            expect(hasEnded || move.refusal !== 'over').toBe(true);
            continue;
          }
          expect(hasEnded).toBe(false);
          if (wanted.kind === 'accept') {
            expect(owner).toBeNull();
            owner = wanted.by.id;
            expect(move.said).toMatchObject({ type: 'handover.accepted', data: { responseMs: now } });
          }
          record = move.record;
          hasEnded = ['completed', 'handed-back', 'left', 'expired'].includes(record.state);
          expect(record.owner?.id ?? null).toBe(owner);
          expect(record.endedAt).toBe(hasEnded ? now : null);
          expect(record.presentedTo !== null).toBe(record.state === 'presented');
          expect(record.dueAt !== null).toBe(['offered', 'presented', 'fallen-back'].includes(record.state));
        }
      }),
    );
  });
});

describe('the choice of an agent', () => {
  const agent = (id: string, more: Partial<Candidate> = {}): Candidate => ({
    id,
    name: id,
    state: 'available',
    since: 0,
    queueIds: ['q'],
    skills: [],
    capacity: { chat: 2 },
    inHand: [],
    handoverCount: 0,
    isRung: false,
    ...more,
  });
  const wanted = { queueId: 'q', channel: 'chat', language: 'de', skill: null, triedAgentIds: [] } as const;

  it('prefers who speaks the language, then who has less in hand, then who has been ready longest', () => {
    const speaks = agent('z', { skills: [{ skill: 'de' }], inHand: ['chat'], state: 'on-contact' });
    expect(chooseAgent([agent('a'), speaks], wanted)?.agentId).toBe('z');
    expect(chooseAgent([agent('a', { since: 9 }), agent('b', { since: 3 })], wanted)?.agentId).toBe('b');
    expect(chooseAgent([agent('b'), agent('a')], wanted)?.agentId).toBe('a');
  });

  it('asks nobody who is away, full, in a call, of another queue, being asked, or was asked before', () => {
    const out = [
      agent('a', { state: 'not-ready' }),
      agent('b', { state: 'on-contact', inHand: ['chat', 'chat'] }),
      agent('c', { state: 'on-contact', inHand: ['voice'] }),
      agent('d', { queueIds: ['other'] }),
      agent('e', { isRung: true }),
      agent('f'),
    ];
    expect(chooseAgent(out, { ...wanted, triedAgentIds: ['f'] })).toBeNull();
  });
});

it('a summary is picked from what was said, always the same, and never longer than it may be', () => {
  const source = {
    utterances: [
      'My parcel is late. It rains.',
      'The parcel with my shoes is still missing!',
      'Please find the parcel.',
    ],
    intent: 'where-is-my-parcel',
    slots: { order: '4711' },
    tried: ['tracked', 'tracked'],
  };
  const summary = summarise(source);
  expect(summary).toBe(summarise(source));
  expect(summary).toContain('My parcel is late.');
  expect(summary).not.toContain('It rains.');
  expect(summary).toContain('order: 4711 · tracked');
  expect(summarise({ ...source, utterances: ['x'.repeat(5_000)] }).length).toBeLessThanOrEqual(600);
  expect(summarise({ utterances: [], intent: null, slots: {}, tried: [] })).toBe('');
});

describe('the slice and the round', () => {
  let position = 0;
  const told = (events: readonly Omit<NewEvent, 'id' | 'source'>[]): LoggedEvent[] =>
    events.map((event) => {
      position++;
      return { ...event, id: `e${position}`, source: 'bot', position, recordedAt: event.time } as LoggedEvent;
    });
  const configured = [
    { type: 'queue.configured', time: 0, data: { queueId: 'q', serviceLevelThresholdMs: 45_000 } },
    { type: 'bot.configured', time: 0, data: { botId: 'b', name: 'Bo', queueId: 'q' } },
    { type: 'agent.signed-in', time: 0, data: { agentId: 'ann', name: 'Ann', queueIds: ['q'] } },
  ] as const;
  const begun = {
    type: 'bot.session-started',
    time: 1,
    data: { sessionId: 's', botId: 'b', channel: 'chat' },
  } as const;
  const turned = (time: number, confidence: number) =>
    ({
      type: 'bot.turned',
      time,
      data: { sessionId: 's', botId: 'b', confidence, intent: 'refund', utterance: `At ${time}` },
    }) as const;

  function folded(events: Parameters<typeof told>[0]) {
    const state = createLiveState('site');
    for (const event of told(events)) foldEvent(state, event);
    return state;
  }

  it('asks first, then offers a package that fits its schema, and offers the same session once', () => {
    const state = folded([...configured, begun, turned(2, 0.5)]);
    const seen = { siteId: 'site', handovers: state.handovers, floor: state.floor };
    const [asked, ...none] = decideRound(seen, 0, 10);
    expect(none).toEqual([]);
    expect(asked).toMatchObject({ said: { type: 'handover.clarification-requested', data: { turnCount: 1 } } });
    if (asked?.kind !== 'say') throw new Error('nothing was asked');
    for (const event of told([{ ...asked.said, time: 10 } as never, turned(11, 0.4)])) foldEvent(state, event);
    const [offer] = decideRound(seen, 0, 12);
    if (offer?.kind !== 'offer') throw new Error('nothing was offered');
    expect(Compile(HandoverPackage).Check(offer.offer.handoverPackage)).toBe(true);
    expect(offer.offer.offered).toMatchObject({ queueId: 'q', respondBy: 45_012, reasons: ['low-confidence'] });
    for (const event of told([{ type: 'handover.offered', time: 12, data: offer.offer.offered }]))
      foldEvent(state, event);
    expect(decideRound(seen, 0, 13)).toMatchObject([{ kind: 'move', command: { kind: 'present', agentId: 'ann' } }]);
  });

  it('calls nobody for what is long over', () => {
    const state = folded([...configured, begun, turned(2, 0.5)]);
    expect(decideRound({ siteId: 'site', handovers: state.handovers, floor: state.floor }, 0, 3_600_000)).toEqual([]);
  });

  it('notices a bot that leaves customers waiting and answers nobody, and no other', () => {
    const asked = (time: number) => ({ type: 'bot.asked', time, data: { sessionId: 's', botId: 'b' } }) as const;
    const seen = (state: ReturnType<typeof folded>) => ({
      siteId: 'site',
      handovers: state.handovers,
      floor: state.floor,
    });
    const quiet = folded([...configured, begun, turned(1_000, 0.99), asked(2_000)]);
    expect(decideRound(seen(quiet), 0, 62_000)).toEqual([]);
    expect(decideRound(seen(quiet), 0, 62_001)).toMatchObject([
      { said: { type: 'handover.bot-went-silent', data: { botId: 'b', cause: 'turn-overdue', since: 2_000 } } },
      { kind: 'offer', offer: { fallsBack: { why: 'bot-silent', agentIds: ['ann'] } } },
    ]);
    const answers = folded([...configured, begun, turned(1_000, 0.99), asked(2_000), turned(3_000, 0.99)]);
    expect(decideRound(seen(answers), 0, 100_000)).toEqual([]);
    const beat = { type: 'source.heartbeat', time: 500, data: { everyMs: 5_000 } } as const;
    const lost = folded([...configured, begun, turned(1_000, 0.99), beat]);
    expect(decideRound(seen(lost), 0, 11_000)).toEqual([]);
    expect(decideRound(seen(lost), 0, 11_001)).toMatchObject([{ said: { data: { cause: 'heartbeat-missed' } } }, {}]);
    const failed = (sessionId: string) =>
      ({ type: 'bot.failed', time: 5_000, data: { sessionId, botId: 'b' } }) as const;
    const broken = folded([...configured, begun, failed('x'), failed('y'), failed('z')]);
    expect(decideRound(seen(broken), 0, 6_000)[0]).toMatchObject({ said: { data: { cause: 'failing' } } });
  });

  it('folds on from what was encoded exactly as without', () => {
    const all = [...configured, begun, turned(2, 0.5), turned(3, 0.4)];
    position = 0;
    const whole = folded(all);
    position = 0;
    const half = folded(all.slice(0, 4));
    const again = decodeState('site', JSON.parse(JSON.stringify(encodeState(half))));
    for (const event of told(all.slice(4))) foldEvent(again, event);
    expect(hashState(again)).toBe(hashState(whole));
  });
});
