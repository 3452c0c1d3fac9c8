import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { backtestFile, type FiringRow } from '@floorwalk/server/cli/backtest';
import { sharedMaterial } from '../kit/shared-material.ts';

const february = sharedMaterial('data/anonymous-bank/february1999.txt.gz');

describe.skipIf(february === undefined)(
  february !== undefined
    ? 'the default rules over February 1999'
    : 'the default rules over February 1999 (skipped: the file is not beside the project)',
  () => {
    it(
      'catch the outages of 3 and 21 February in time, and page at most once on any day',
      { timeout: 180_000 },
      async () => {
        const { firings } = await backtestFile(february ?? '', { format: 'anonymous-bank' }, () => undefined);
        const paged = firings.filter((firing) => firing.paged);
        const pageOn = (date: string): FiringRow[] => paged.filter((firing) => firing.firedAt.startsWith(date));
        const firstPageOn = (date: string): string => pageOn(date)[0]?.firedAt ?? 'no page';
        expect(isBetween(firstPageOn('1999-02-03'), '12:51', '12:56'), firstPageOn('1999-02-03')).toBe(true);
        // An outage that lasts fires for as long as it does.
        const lasting = firings.filter(
          ({ firedAt, severity }) => severity === 'critical' && firedAt.startsWith('1999-02-21'),
        );
        expect(
          lasting
            .map(({ resolvedAt }) => resolvedAt ?? '')
            .toSorted()
            .at(-1)
            ?.slice(11, 16),
        ).toBe('19:23');
        expect(isBetween(firstPageOn('1999-02-21'), '17:08', '17:13'), firstPageOn('1999-02-21')).toBe(true);
        for (let day = 1; day <= 28; day++) {
          const date = `1999-02-${String(day).padStart(2, '0')}`;
          expect(pageOn(date).length, date).toBeLessThanOrEqual(1);
        }
      },
    );
  },
);

describe('a backtest of a file without a server', () => {
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-backtest-'));
  afterAll(() => rmSync(home, { recursive: true }));
  const write = (name: string, text: string): string => {
    writeFileSync(join(home, name), text);
    return join(home, name);
  };
  const START = Date.UTC(2026, 5, 1, 10);
  let count = 0;
  const event = (type: string, afterMs: number, data: object): string =>
    JSON.stringify({
      specversion: '1.0',
      id: `e${count++}`,
      source: 'pbx',
      type,
      time: new Date(START + afterMs).toISOString(),
      data,
    });
  /** One contact waits five minutes, then is answered; another comes an hour later. */
  const file = write(
    'day.ndjson',
    [
      event('contact.queued', 0, { contactId: 'a', queueId: 'help' }),
      event('contact.answered', 300_000, { contactId: 'a', agentId: 'ann' }),
      event('contact.queued', 3_600_000, { contactId: 'b', queueId: 'help' }),
      event('contact.answered', 3_601_000, { contactId: 'b', agentId: 'ann' }),
    ].join('\n'),
  );
  const level = (severity: string, threshold: number, more = {}) => ({
    severity,
    when: { metric: 'longest-wait', is: 'above', threshold },
    forMs: 0,
    keepFiringMs: 0,
    ...more,
  });
  const rule = (more = {}) => ({
    id: 'waits',
    name: 'Waits',
    subject: { table: 'queues' },
    levels: [level('warning', 60_000, { forMs: 30_000 }), level('critical', 240_000)],
    ...more,
  });
  const run = (rules: unknown) => {
    const path = write(`rules-${count++}.json`, typeof rules === 'string' ? rules : JSON.stringify(rules));
    return backtestFile(file, { format: 'ndjson', zone: 'Europe/Berlin', rules: path }, () => undefined);
  };

  it('says of each firing what was asked and no more, by the clock of the zone: pending, fired, resolved, warning and critical apart', async () => {
    const { firings, notes } = await run([rule()]);
    expect(firings).toEqual([
      {
        rule: 'waits',
        severity: 'warning',
        subject: 'help',
        pendingAt: '2026-06-01T12:01:00.001+02:00',
        firedAt: '2026-06-01T12:01:30.001+02:00',
        resolvedAt: '2026-06-01T12:05:00+02:00',
        value: 90_001,
        paged: false,
      },
      {
        rule: 'waits',
        severity: 'critical',
        subject: 'help',
        pendingAt: '2026-06-01T12:04:00.001+02:00',
        firedAt: '2026-06-01T12:04:00.001+02:00',
        resolvedAt: '2026-06-01T12:05:00+02:00',
        value: 240_001,
        paged: true,
      },
    ]);
    expect(notes.join(' ')).not.toMatch(/watched|find/);
  });

  it('says which rules found nothing to watch', async () => {
    const none = await run([rule({ subject: { table: 'queues', ids: ['help', 'sales'] } })]);
    expect(none.notes).toContain('rule “waits” did not find queues sales');
    const bots = { ...rule(), subject: { table: 'bots' } };
    bots.levels = [{ ...level('warning', 3), when: { metric: 'bot-failed', is: 'above', threshold: 3 } }];
    expect((await run([bots])).notes).toContain('rule “waits” watched nothing: the file tells of no bots');
  });

  it('refuses rules that cannot be, naming the place', async () => {
    const refused = (rules: unknown) =>
      run(rules).then(
        () => 'none',
        (error: unknown) => (error instanceof Error ? error.message : 'no error'),
      );
    expect(await refused('not json')).toMatch(/is not JSON/);
    expect(await refused(rule())).toBe('--rules: rules are a list: put them in [ ] (at /)');
    expect(await refused([{ ...rule(), levels: [level('warning', 1, { when: { metric: 'wating' } })] }])).toBe(
      '--rules: the rules know no metric “wating” (at /0/levels/0/when/metric)',
    );
    expect(await refused([rule({ levels: [level('warning', 1), level('warning', 2)] })])).toMatch(
      /\/0\/levels\/1\/severity/,
    );
    const circle = [rule({ inhibitedBy: ['b'] }), rule({ id: 'b', inhibitedBy: ['waits'] })];
    expect(await refused(circle)).toBe('--rules: “Waits” is itself inhibited by this rule (at /0/inhibitedBy/0)');
    expect(await refused([rule({ inhibitedBy: ['nobody'] })])).toMatch(/there is no rule “nobody” in force \(at \/0/);
  });
});

/** Whether a local ISO time lies between two times of its day, the second included. */
function isBetween(time: string, from: string, to: string): boolean {
  const clock = time.slice(11, 19);
  return clock >= `${from}:00` && clock <= `${to}:00`;
}
