import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { calibrate } from '@floorwalk/shared/handover/calibration';
import { PastSessions, SESSION_EVENT_TYPES, type SessionEvent } from '@floorwalk/shared/handover/past-sessions';
import { activeHours, adviseThresholds, thresholdCosts } from '@floorwalk/shared/handover/threshold-cost';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { dstc2 } from '@floorwalk/shared/translate/dstc2';
import { describe, expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';

const path = sharedMaterial('data/bots/dstc2-tracker.json.gz');
const title =
  path === undefined ? '350 real bot sessions (skipped: ../shared/data is not here)' : '350 real bot sessions';

type Document = {
  sessions: {
    'session-id': string;
    turns: { 'goal-labels-joint': { slots: Record<string, string>; score: number }[]; 'method-label': object }[];
  }[];
};
const text = path === undefined ? '{"sessions":[]}' : gunzipSync(readFileSync(path)).toString();
const document = JSON.parse(text) as Document;

function translate(): NewEvent[] {
  const translation = dstc2.createTranslation({ source: 'file' });
  const translated = translation.line(text.trim(), 1);
  if (translated.kind !== 'events') throw new Error(JSON.stringify(translated));
  return [...translated.events, ...translation.end()];
}

function gather(events: readonly NewEvent[]) {
  const past = new PastSessions();
  for (const event of events)
    if (SESSION_EVENT_TYPES.some((type) => type === event.type)) past.take(event as SessionEvent);
  return past.ended();
}

describe.skipIf(path === undefined)(title, () => {
  const events = translate();
  const sessions = gather(events);

  it('are told as 350 sessions and 2,473 scored turns; 213 turns without a goal have no score and are not told', () => {
    const count = (type: string) => events.filter((event) => event.type === type).length;
    expect(count('bot.session-started')).toBe(350);
    expect(count('bot.turned')).toBe(2_473);
    expect(count('bot.contained')).toBe(350);
    const all = document.sessions.flatMap(({ turns }) => turns);
    expect(all.length - all.filter((turn) => turn['goal-labels-joint'].length > 0).length).toBe(213);
    const [first] = events;
    expect(first).toMatchObject({
      id: 'voip-f246dfe0f2-20130328_161556:started',
      time: Date.UTC(2013, 2, 28, 16, 15, 56),
    });
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('have the calibration that a plain recount of the file gives, bin by bin', () => {
    const bins = Array.from({ length: 10 }, () => ({ count: 0, right: 0, sum: 0 }));
    let squares = 0;
    for (const { turns } of document.sessions) {
      const goals = turns.flatMap((turn) => turn['goal-labels-joint'].slice(0, 1));
      const final = goals.at(-1)?.slots ?? {};
      for (const { slots, score } of goals) {
        const right = Object.keys(slots).filter((slot) => slots[slot] !== final[slot]).length === 0 ? 1 : 0;
        const bin = bins[Math.min(9, Math.trunc(score * 10))];
        if (bin === undefined) throw new Error(String(score));
        bin.count += 1;
        bin.right += right;
        bin.sum += score;
        squares += (score - right) * (score - right);
      }
    }
    const calibration = calibrate(sessions, 'understood');
    expect(calibration.turnCount).toBe(2_473);
    expect(calibration.bins.map(({ count, rightCount }) => [count, rightCount])).toEqual(
      bins.map(({ count, right }) => [count, right]),
    );
    const error = bins.reduce(
      (sum, { count, right, sum: scores }) =>
        count === 0 ? sum : sum + (count / 2_473) * Math.abs(scores / count - right / count),
      0,
    );
    expect(calibration.expectedError).toBeCloseTo(error, 12);
    expect(calibration.brierScore).toBeCloseTo(squares / 2_473, 12);
    for (const { count, rightShare, low, high } of calibration.bins) {
      if (count === 0) continue;
      expect(low).toBeLessThanOrEqual(rightShare ?? NaN);
      expect(high).toBeGreaterThanOrEqual(rightShare ?? NaN);
    }
  });

  it('would be handed over as often as a plain count says, at every threshold', () => {
    const lowest = document.sessions.flatMap(({ turns }) => {
      const scores = turns.flatMap((turn) => turn['goal-labels-joint'].slice(0, 1).map(({ score }) => score));
      return scores.length === 0 ? [] : [Math.min(...scores)];
    });
    const hours = activeHours(sessions);
    expect(hours).toBe(51);
    const facts = { hours, handleSec: 300, targetShare: 0.8, targetSec: 60 };
    const costs = thresholdCosts(sessions, facts);
    for (const cost of costs) {
      const expected = lowest.filter((score) => score < cost.threshold).length;
      expect(cost.handoverCount).toBe(expected);
      expect(cost.handoversPerHour).toBeCloseTo(expected / 51, 12);
      // Every session of the file was contained, so that each handover would have been needless.
      expect([cost.needlessCount, cost.missedCount]).toEqual([expected, 0]);
      expect(cost.agents ?? 0).toBeGreaterThanOrEqual(Math.ceil((expected / 51) * (300 / 3_600)));
    }
    const [all] = adviseThresholds(sessions, facts);
    expect(all).toMatchObject({ intent: null, threshold: 0.5, sessionCount: lowest.length, lostCount: 0 });
  });
});
