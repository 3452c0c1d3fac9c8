import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../kit/seeded.ts';
import { arrive, eventsOf, planContacts } from '../floor/floor-plan.test-kit.ts';
import type { EventData } from '../events.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { BY, Site, START, twoWait, waiting } from './alerts-site.test-kit.ts';
import { alertsSlice } from './alerts-slice.ts';
import { KEPT_RESOLVED } from './alerts-state.ts';
import type { AlertRule } from './rule.ts';

describe('an alert watch', () => {
  it('says the same whoever owns the site, wherever it is taken over, and whether or not what was said is looked at again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const events = arrive(eventsOf(planContacts(seeded(seed), 40, START, 600_000, 3, 2)), seeded(seed + 1), 0);
        const often = waiting('often', 0);
        const rules = [
          waiting('now', 0, { group: 'g' }),
          waiting('later', 20_000, { group: 'g' }),
          { ...often, levels: often.levels.map((level) => ({ ...level, count: { times: 2, withinMs: 120_000 } })) },
          { ...waiting('after', 0), inhibitedBy: ['now'] },
        ];
        const steady = new Site();
        const moving = new Site();
        const random = seeded(seed + 2);
        for (const rule of rules) for (const site of [steady, moving]) site.setRule(rule);
        let now = START;
        for (const event of events) {
          now = Math.max(now, event.time);
          for (const site of [steady, moving]) {
            site.put(event);
            site.look(now);
          }
          if (random() < 0.3) moving.takeOver();
          if (random() < 0.3) moving.look(now);
        }
        expect(steady.types()).toContain('alert.fired');
        expect(moving.moves.map(withoutPlace)).toEqual(steady.moves.map(withoutPlace));
        expect(moving.rows()).toEqual(steady.rows());
      }),
      { numRuns: 10, verbose: 1 },
    );
  });

  it('pages for a group once, and says of the other which alert kept it from paging', () => {
    const site = new Site();
    site.setRule(waiting('one', 0, { group: 'g' }));
    site.setRule(waiting('two', 1_000, { group: 'g' }));
    twoWait(site);
    site.look(START);
    site.takeOver();
    site.look(START + 1_000);
    const [one, two] = site.rows().toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
    expect(one).toMatchObject({ state: 'firing', paged: true, suppressedBy: null });
    expect(two).toMatchObject({ state: 'firing', paged: false, suppressedBy: { kind: 'group', alertId: one?.id } });
  });

  it('a silence keeps from paging until its end, and does not keep others of the group', () => {
    const site = new Site();
    site.setRule(waiting('one', 0, { group: 'g' }));
    site.setRule(waiting('two', 60_000, { group: 'g' }));
    const scope = { ruleId: 'one', subject: { table: 'queues' as const, id: 'q' } };
    site.decide('alert.silenced', START, { silenceId: 'x', scope, until: START + 30_000, reason: 'Known', by: BY });
    twoWait(site);
    site.look(START);
    expect(site.rows().filter((row) => row.ruleId === 'one')).toMatchObject([
      { paged: false, suppressedBy: { kind: 'silence', silenceId: 'x' }, silencedUntil: START + 30_000 },
    ]);
    site.look(START + 60_000);
    expect(
      site
        .rows()
        .filter((row) => row.paged)
        .map((row) => row.ruleId),
    ).toEqual(['two']);
    site.decide('alert.unsilenced', START + 61_000, { silenceId: 'x', by: BY });
    expect(site.rows().map((row) => row.silencedUntil)).toEqual([null, null]);
  });

  it('an acknowledgement holds for one firing, and not for the next of the same alert', () => {
    const site = new Site();
    site.setRule(waiting('one', 0));
    twoWait(site);
    site.look(START);
    const [row] = site.rows();
    if (row === undefined || row.firedAt === null) throw new Error('nothing fires');
    site.decide('alert.acknowledged', START + 1, { alertId: row.id, firedAt: row.firedAt, by: BY, note: 'On it' });
    site.contact('a', 'contact.answered', START + 2_000);
    site.look(START + 2_000);
    expect(site.rows()).toMatchObject([{ state: 'recovering', acknowledgedBy: BY, acknowledgedNote: 'On it' }]);
    site.look(START + 7_000);
    expect(site.rows()).toMatchObject([{ state: 'resolved', resolvedAt: START + 7_000, acknowledgedBy: BY }]);
    site.contact('c', 'contact.queued', START + 8_000);
    site.look(START + 8_000);
    expect(site.rows()).toMatchObject([{ state: 'firing', firedAt: START + 8_000, acknowledgedBy: null, paged: true }]);
    expect(site.types()).toEqual(['alert.fired', 'alert.recovering', 'alert.resolved', 'alert.fired']);
  });

  it('a pending alert that subsides leaves no row, and a delta says that it is gone', () => {
    const site = new Site();
    site.setRule(waiting('one', 60_000));
    twoWait(site);
    site.look(START);
    expect(site.rows()).toMatchObject([{ state: 'pending', pendingAt: START, firedAt: null }]);
    alertsSlice.clearChanged(site.state.alerts);
    site.contact('a', 'contact.answered', START + 2_000);
    site.look(START + 2_000);
    expect(alertsSlice.rows(site.state.alerts, 0, 'changed')).toMatchObject({
      tables: { alerts: [] },
      removed: { alerts: [expect.any(String)] },
    });
  });

  it('what a rule had firing ends with the rule, and with the subject that it no longer watches', () => {
    for (const end of ['removed', 'narrowed'] as const) {
      const site = new Site();
      site.setRule(waiting('one', 0));
      twoWait(site);
      site.look(START);
      if (end === 'removed') site.decide('alert.rule-removed', START + 1, { ruleId: 'one', by: BY });
      else site.setRule(waiting('one', 0, { subject: { table: 'queues', ids: ['other'] } }), 2, START + 1);
      site.look(START + 1);
      expect(site.rows(), end).toMatchObject([{ state: 'resolved', resolvedAt: START + 1 }]);
      site.look(START + 2);
      expect(site.moves, end).toHaveLength(end === 'removed' ? 1 : 2);
    }
  });

  it('nothing about alerts moves the floor’s time, its sources or its counts of the unknown', () => {
    const site = new Site();
    twoWait(site);
    const { latestEventAt, unknownCount } = site.state.floor;
    const sources = [...site.state.floor.sources.keys()];
    site.setRule(waiting('one', 0), 1, START + 5_000);
    site.look(START + 6_000);
    expect(site.types()).toEqual(['alert.fired']);
    expect(site.state.floor).toMatchObject({ latestEventAt, unknownCount, position: 4 });
    expect([...site.state.floor.sources.keys()]).toEqual(sources);
  });

  it(`keeps the last ${KEPT_RESOLVED} resolved alerts, the newest`, () => {
    const site = new Site();
    site.setRule(
      waiting('one', 0, {
        levels: [
          {
            ...waiting('', 0).levels[0],
            when: { metric: 'waiting', is: 'at-least', threshold: 1 },
            keepFiringMs: 0,
          } as AlertRule['levels'][number],
        ],
      }),
    );
    const count = KEPT_RESOLVED + 5;
    for (let index = 0; index < count; index++) {
      const data = { contactId: `c${index}`, queueId: `q${index}` };
      const time = START + index * 10;
      site.put({ id: `${index}/in`, source: 'pbx', type: 'contact.queued', time, data });
      site.look(time);
      site.put({ id: `${index}/out`, source: 'pbx', type: 'contact.answered', time: time + 5, data });
      site.look(time + 5);
    }
    const kept = site.rows().map((row) => row.subjectId);
    expect(kept).toHaveLength(KEPT_RESOLVED);
    expect(kept[0]).toBe('q5');
  });
});

/** What was said, apart from where on the log it stood. */
function withoutPlace({ type, time, data }: NewEvent): unknown {
  const { seenPosition: _, ...rest } = data as EventData['alert.fired'];
  return { type, time, ...rest };
}
