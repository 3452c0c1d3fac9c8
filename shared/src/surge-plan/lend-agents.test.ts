import { describe, expect, it } from 'vitest';
import type { ScheduleRow } from '../schedule/rows.ts';
import { decideSurge } from '../surge/decide-surge.ts';
import type { Surge } from '../surge/surge.ts';
import { helpChanges, helpOf, type LentAgent, type SurgeHelp } from '../surge/surge-help.ts';
import { gapOf } from './staffing-picture.ts';
import { helpCandidates, lendingOf } from './lend-agents.ts';
import { comeHome, guestsArrive, guestsDepart, guestStands, leaveHome } from './lend-events.ts';
import { proposeSurge } from './propose-surge.ts';
import { withoutSurge } from './surge-watch.ts';
import { after, agent, HOUR, lea, max, NOON, picture, plan, policy, QUARTER } from './surge-plan.test-kit.ts';

const move = 'other-site-haifa';
const dana = { id: 'dana', name: 'Dana' };
const window = { from: NOON, to: NOON + HOUR };
const { labour } = policy;

const activity = (activityId: string, from: number, to: number) => ({
  activityId,
  startAt: NOON + from * HOUR,
  endAt: NOON + to * HOUR,
});
const plannedAs = (id: string, ...activities: ReturnType<typeof activity>[]): [string, ScheduleRow] => [
  id,
  {
    id,
    days: [{ date: '2026-03-10', activities, setAt: 0, position: 1, setBy: null }],
    exceptions: [],
    leftOutDayCount: 0,
    presence: null,
  },
];
/** A site with one on shift who has a break in the window, one at home, and one who has worked for nine hours. */
const home = () =>
  picture({
    agents: new Map(
      [
        agent('on', ['mail'], { skills: [{ skill: 'Calls' }] }),
        agent('off', ['mail'], { state: 'signed-out' }),
        agent('long', ['mail'], { signedInAt: NOON - 10 * HOUR }),
        agent('guest', []),
      ].map((one) => [one.id, one]),
    ),
    schedules: new Map([plannedAs('on', activity('work', -2, 0.5), activity('break', 0.5, 0.75), activity('work', 0.75, 4))]), // prettier-ignore
  });
const lending = (id: string) => {
  const found = home().agents.get(id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return lendingOf(home(), found, window, labour);
};

/** A surge whose other site has been asked for two agents. */
function asked(): Surge {
  const otherSites = [{ siteId: 'haifa', name: 'Haifa', agentCount: 2 }];
  const surge = proposeSurge(picture(), { ...plan, policy: { ...policy, otherSites } });
  if (surge === null) throw new Error('there is something to propose');
  return after(
    surge,
    [NOON, { input: 'request', by: lea, moveIds: [move], note: null }],
    [NOON, { input: 'approve', by: max, note: null }],
    [NOON, { input: 'due', sites: new Set(['haifa']) }],
  );
}
const helpers = [
  { agentId: 'on', agentName: 'On' },
  { agentId: 'off', agentName: 'Off' },
];
const name = { input: 'answer', by: dana, moveId: move, answer: 'yes', help: { agentCount: 2, note: null, helpers } } as const; // prettier-ignore
const says = (helperId: string, answer: 'yes' | 'no') =>
  ({ input: 'answer', by: dana, moveId: move, answer, helperId }) as const;
const helpMove = (surge: Surge) => surge.moves.find(({ id }) => id === move);
const statesOf = (before: Surge, now: Surge) => helpChanges(before, now).map(({ state }) => state);

describe('who is lent to another site', () => {
  it('is away for the work planned in the window: breaks stay, and hours do not grow', () => {
    const { days, spans, refusal } = lending('on');
    expect(refusal).toBeNull();
    expect(spans).toEqual([
      { from: NOON, to: NOON + 2 * QUARTER },
      { from: NOON + 3 * QUARTER, to: NOON + HOUR },
    ]);
    expect(days[0]?.after).toEqual([
      activity('work', -2, 0),
      activity('lent', 0, 0.5),
      activity('break', 0.5, 0.75),
      activity('lent', 0.75, 1),
      activity('work', 1, 4),
    ]);
  });

  it('comes in for all of it from home, and goes for all of it where no schedule tells anything', () => {
    expect(lending('off')).toMatchObject({ spans: [window], days: [{ before: [], after: [activity('lent', 0, 1)] }] });
    const free = lendingOf(home(), agent('free', ['mail']), window, labour);
    expect(free).toEqual({ spans: [window], days: [], refusal: null });
  });

  it('is refused by the labour rules of their own site, and named by fit, then by whether they are missed', () => {
    expect(lending('long').refusal).toMatchObject({ rule: 'max-day' });
    const queue = { id: 'calls', name: 'Calls', channel: 'voice' };
    const found = helpCandidates(home(), queue, window, { labour, lentIds: new Set() });
    expect(found.map(({ agentId, fit }) => [agentId, fit])).toEqual([
      ['on', 'skill'],
      ['off', 'channel'],
      ['long', 'channel'],
    ]);
    const others = helpCandidates(home(), queue, window, { labour, lentIds: new Set(['on']) });
    expect(others.map(({ agentId }) => agentId)).toEqual(['off', 'long']);
  });

  it('is asked first: the move waits for all who were named, has those who agreed, and nobody is named twice', () => {
    const named = after(asked(), [NOON + QUARTER / 3, name]);
    expect(statesOf(asked(), named)).toEqual(['granted']);
    expect(helpMove(named)).toMatchObject({ answer: 'open', agentCount: 2, answered: { by: dana } });
    // They have as long as anybody who is asked, from when they were named.
    expect(named.answerBy).toBe(NOON + QUARTER / 3 + policy.answerWithinMs);
    expect(decideSurge(named, name, NOON, policy)).toEqual({ ok: false, refusal: 'answered-already' });
    expect(decideSurge(named, says('nobody', 'yes'), NOON, policy)).toEqual({ ok: false, refusal: 'no-such-move' });
    const one = after(named, [NOON, says('on', 'yes')]);
    expect(helpMove(one)?.answer).toBe('open');
    expect(decideSurge(one, says('on', 'no'), NOON, policy)).toEqual({ ok: false, refusal: 'answered-already' });
    const both = after(one, [NOON, says('off', 'no')]);
    expect(helpMove(both)).toMatchObject({ answer: 'yes', agentCount: 1, cost: (helpMove(named)?.cost ?? 0) / 2 });
    const active = after(both, [NOON, { input: 'due' }]);
    expect([statesOf(one, both), statesOf(both, active)]).toEqual([['granted'], ['lent']]);
    expect(statesOf(active, after(active, [NOON + HOUR, { input: 'due' }]))).toEqual(['ended']);
  });

  it('does not come without an answer: in time those who agreed come, and where nobody did the surge comes to nothing', () => {
    const named = after(asked(), [NOON, name]);
    const late = after(named, [NOON, says('on', 'yes')], [NOON + policy.answerWithinMs, { input: 'due' }]);
    expect(late.state).toBe('active');
    expect(helpMove(late)?.helpers?.map(({ answer }) => answer)).toEqual(['yes', 'late']);
    expect(after(named, [NOON + policy.answerWithinMs, { input: 'due' }]).ending?.cause).toBe('nobody-accepted');
    const refused = after(named, [NOON, says('on', 'no')], [NOON, says('off', 'no')]);
    expect(statesOf(named, refused)).toEqual(['refused']);
  });
});

describe('the two floors', () => {
  const shiftMs = 24 * HOUR;
  const { days } = lending('on');
  const lent: LentAgent = { agentId: 'on', agentName: 'On', answer: 'yes', away: { at: NOON, queueIds: ['mail'], days: [...days] } }; // prettier-ignore
  const surge = after(asked(), [NOON, name]);
  const found = helpMove(surge);
  if (found === undefined) throw new Error('it is among the moves');
  const help: SurgeHelp = {
    ...helpOf(surge, found, 'lent', { id: 'demo', name: 'Demo', shiftMs }),
    fromAt: NOON,
    toAt: NOON + HOUR,
    agents: [lent, { agentId: 'off', agentName: 'Off', answer: 'no' }],
  };
  const say = { now: NOON, source: 'test', by: dana };
  const there = { ...say, now: NOON - shiftMs };
  const host = { zone: 'UTC', queueId: 'calls', teamId: 'north', homeId: 'haifa', homeName: 'Haifa' };

  it('have them once: missing at home, and a guest of the queue with a schedule where they help, by its own clock', () => {
    const left = leaveHome(help, say);
    expect(left.map(({ type, data }) => [type, data])).toEqual([
      ['agent.skills-changed', { agentId: 'on', queueIds: [] }],
      ['schedule.day-set', { agentId: 'on', date: '2026-03-10', activities: days[0]?.after, by: dana }],
    ]);
    const arrived = guestsArrive(help, host, () => [], there);
    const at = (from: number, to: number) => activity('work', from - 24, to - 24);
    expect(arrived.map(({ type, data }) => [type, data])).toEqual([
      ['agent.configured', { agentId: 'haifa:on', name: 'On (Haifa)', queueIds: ['calls'], teamId: 'north' }],
      [
        'schedule.day-set',
        { agentId: 'haifa:on', date: '2026-03-09', activities: [at(0, 0.5), at(0.75, 1)], by: dana },
      ],
    ]);
    const stands = guestStands(help, lent, 'haifa', { state: 'available', reason: null, since: 0 }, 'test');
    expect(stands).toMatchObject({ type: 'agent.signed-in', time: NOON - shiftMs, data: { agentId: 'haifa:on' } });
    const paused = guestStands(help, lent, 'haifa', { state: 'not-ready', reason: 'Tea', since: NOON + 5 }, 'test');
    expect(paused).toMatchObject({ type: 'agent.state-changed', time: NOON + 5 - shiftMs, data: { reason: 'Tea' } });
  });

  it('are as they were when it ends; what others changed at home meanwhile stays', () => {
    const end = { ...say, now: NOON + QUARTER };
    const standing =
      (queueIds: string[], activities = days[0]?.after ?? []) =>
      () => ({ queueIds, dayOf: () => activities });
    const back = comeHome(help, standing([]), end);
    expect(back.map(({ data }) => data)).toMatchObject([
      { agentId: 'on', queueIds: ['mail'] },
      { activities: [activity('work', -2, 0), activity('lent', 0, 0.25), activity('work', 0.25, 0.5), activity('break', 0.5, 0.75), activity('work', 0.75, 4)] },
    ]); // prettier-ignore
    expect(comeHome(help, standing(['chat'], []), end)).toEqual([]);
    const dayOf = (_: string, date: string) => (date === '2026-03-09' ? [activity('work', -24, -23)] : []);
    const gone = guestsDepart(help, host, dayOf, { ...say, now: NOON - shiftMs + QUARTER });
    expect(gone.map(({ type, data }) => [type, data])).toMatchObject([
      ['agent.signed-out', { agentId: 'haifa:on' }],
      ['agent.skills-changed', { agentId: 'haifa:on', queueIds: [] }],
      ['schedule.day-set', { date: '2026-03-09', activities: [activity('work', -24, -23.75)] }],
    ]);
  });

  it('count guests as staff of the gap, but not when it is judged whether the gap has closed by itself', () => {
    const agents = new Map([...picture().agents, ['haifa:on', agent('haifa:on', ['calls'])]]);
    const full = picture({ agents });
    expect((gapOf(full, 'calls')?.staffedAgents[0] ?? 0) - (gapOf(picture(), 'calls')?.staffedAgents[0] ?? 0)).toBe(1);
    expect(gapOf(withoutSurge(full, surge), 'calls')).toEqual(gapOf(picture(), 'calls'));
  });
});
