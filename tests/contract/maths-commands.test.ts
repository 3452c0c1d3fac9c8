import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '@floorwalk/server/cli/cli-error';
import { answerEwt } from '@floorwalk/server/cli/ewt';
import { answerStaffing } from '@floorwalk/server/cli/staffing';
import { projectRoot } from '@floorwalk/server/config';
import { afterAll, describe, expect, it } from 'vitest';

const scratch = mkdtempSync(join(tmpdir(), 'floorwalk-maths-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a person would. `onStderr` may end it. */
function floorwalk(
  args: string[],
  input = '',
  onStderr?: (said: string, interrupt: () => void) => void,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'server/dist/cli/main.js'), ...args], { timeout: 60_000 });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      onStderr?.(stderr, () => child.kill('SIGINT'));
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A command that ends before it has read everything is no failure of the test's.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

const scenario = {
  replications: 5,
  intervalMinutes: 30,
  queues: [
    {
      id: 'sales',
      arrivals: [60, 60],
      handleTime: { kind: 'exponential', meanSec: 180 },
      patience: { kind: 'exponential', meanSec: 120 },
      targetSec: 20,
    },
  ],
  groups: [{ id: 'team', agents: 8, skills: [{ queue: 'sales' }] }],
};
function scenarioFile(name: string, value: unknown): string {
  const path = join(scratch, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

describe('floorwalk staffing, erlang and ewt', () => {
  it('staffing answers the published example, as text and as JSON', async () => {
    const question = '--calls 100 --interval 30m --aht 180s --target 80/20 --max-occupancy 0.85 --shrinkage 0.3'.split(
      ' ',
    );
    const json = await floorwalk(['staffing', ...question, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      servers: 14,
      scheduledHeadcount: 20,
      serversForSL: 14,
      model: 'C',
    });
    const text = await floorwalk(['staffing', ...question, '--patience', '300s', '--max-abandon', '5%']);
    expect(text.stdout).toMatch(/agents at work +13/);
    expect(text.stdout).toMatch(/people to schedule +19/);
  });

  it('staffing refuses what it cannot reckon with in one sentence on stderr, and says nothing else', async () => {
    const { code, stdout, stderr } = await floorwalk(['staffing', '--calls', '100', '--aht', '-180s']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('--aht');
  });

  it.each([
    [{ aht: '-180s' }, '--aht'],
    [{ target: '0/20' }, '--target'],
    [{ target: '1/20' }, '--target'],
    [{ shrinkage: '100%' }, 'shrinkage'],
    [{ maxAbandon: '0.05' }, '--max-abandon'],
    [{ aht: 'three' }, '--aht'],
  ])('the sentence with which staffing refuses %o names the flag', (typed, named) => {
    const asked = () => answerStaffing({ calls: '100', interval: '30m', aht: '180s', target: '80/20', ...typed });
    expect(asked).toThrow(CliError);
    expect(asked).toThrow(named);
  });

  it('erlang answers cases on stdin, each for itself', async () => {
    const input = { servers: 10, erlangs: 8, ahtSec: 180, patienceSec: 120, targetSec: 20 };
    const cases = ['A', 'B', 'C'].map((model) => ({ id: model, model, input }));
    const { stdout, code } = await floorwalk(
      ['erlang', '--json'],
      JSON.stringify([...cases, { id: 'bad', model: 'C', input: { ...input, ahtSec: -1 } }]),
    );
    expect(code).toBe(0);
    const answers: unknown = JSON.parse(stdout);
    expect(answers).toEqual([
      { id: 'A', output: expect.objectContaining({ slOffered: expect.any(Number) }) },
      { id: 'B', output: expect.objectContaining({ blocking: expect.any(Number) }) },
      { id: 'C', output: expect.objectContaining({ stable: true }) },
      { id: 'bad', field: 'ahtSec', error: expect.stringContaining('ahtSec'), pointer: '/3/input/ahtSec' },
    ]);
  });

  it.each([
    ['-1', {}, '--ahead: must be at least 0'],
    ['1.5', {}, '--ahead: must be a whole number'],
    ['3', { aht: '0' }, '--aht: '],
    ['3', { servers: '-2' }, '--servers: '],
    ['3', { patience: '0s' }, '--patience: '],
  ])('the sentence with which ewt refuses %s ahead with %o names the flag', (ahead, typed, named) => {
    expect(() => answerEwt(ahead, { servers: '10', aht: '180s', ...typed })).toThrow(named);
  });

  it('ewt gives the distribution of the wait', async () => {
    const { stdout } = await floorwalk('ewt --ahead 0 --servers 1 --aht 180s --json'.split(' '));
    expect(JSON.parse(stdout)).toMatchObject({ mean: 180, p50: expect.closeTo(180 * Math.LN2, 9) });
  });
});

describe('floorwalk forecast', () => {
  const profile = [20, 35, 30, 15];
  const rows = Array.from({ length: 60 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day));
    if (date.getUTCDay() === 0 || date.getUTCDay() === 6) return [];
    return profile.map((mean, i) => `${date.toISOString().slice(0, 10)},${8 + i}:00,${mean + ((day * 7 + i * 3) % 5)}`);
  }).flat();
  const file = join(scratch, 'history.csv');
  writeFileSync(file, ['date,interval_start,calls', ...rows].join('\n'));

  it('forecasts the next days with bands, weekends left out', async () => {
    const { stdout, stderr } = await floorwalk(['forecast', file, '--interval', '1h', '--horizon', '7d', '--json']);
    const { days, repairs } = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(repairs).toEqual([]);
    expect(days).toHaveLength(5);
    expect(days[0].intervals.map(({ start }: { start: string }) => start)).toEqual([
      '08:00',
      '09:00',
      '10:00',
      '11:00',
    ]);
    for (const { low, expected, high } of days[0].intervals) {
      expect(low).toBeLessThanOrEqual(expected);
      expect(high).toBeGreaterThanOrEqual(expected);
    }
  });

  it('the backtest answers its figures with the baselines beside them', async () => {
    const args = ['forecast', file, '--interval', '1h', '--backtest', 'last=10d', '--update-at', '10:00'];
    const { stdout } = await floorwalk([...args, '--json']);
    const report = JSON.parse(stdout);
    for (const name of ['dayAheadWape', 'oneAheadWape', 'bandCoverage', 'noiseFloor']) {
      expect(report[name], name).toBeGreaterThanOrEqual(0);
      expect(report[name], name).toBeLessThanOrEqual(1);
    }
    expect(Object.keys(report.restOfDayWape)).toEqual(['10:00']);
    expect(Object.keys(report.restOfDayWape['10:00'])).toEqual([
      'wape',
      'none',
      'fullRatio',
      'seasonalNaive',
      'meanOfLastFour',
    ]);
    expect((await floorwalk(args)).stdout).toMatch(/rest of the day at 10:00/);
  });

  it('repairs are said on stderr and are in the answer; a file that cannot be used is refused', async () => {
    const dirty = join(scratch, 'dirty.csv');
    writeFileSync(
      dirty,
      ['date,interval_start,calls', ...rows, '2024-01-02,09:00,-4', rows[3], '2024-01-03,8:00,999'].join('\n'),
    );
    const { stdout, stderr } = await floorwalk(['forecast', dirty, '--interval', '1h', '--json']);
    expect(stderr).toMatch(/3 repairs/);
    expect(JSON.parse(stdout).repairs.map(({ kind }: { kind: string }) => kind)).toEqual([
      'refused-row',
      'duplicate',
      'duplicate',
    ]);
    const broken = join(scratch, 'broken.csv');
    writeFileSync(broken, 'date,interval_start,calls\n2024-01-02,09:00,-4\n');
    expect(await floorwalk(['forecast', broken])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('-4 contacts'),
    });
    expect((await floorwalk(['forecast', join(scratch, 'nowhere.csv')])).stderr).toContain('nowhere.csv');
  });
});

describe('floorwalk simulate', () => {
  it('answers on stdout with progress on stderr, the same for the same seed', async () => {
    const file = scenarioFile('small.json', scenario);
    const first = await floorwalk(['simulate', file, '--json']);
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/5 of 5 replications, \d+ contacts/);
    expect(JSON.parse(first.stdout)).toMatchObject({ replications: 5, queues: [{ id: 'sales' }] });
    expect((await floorwalk(['simulate', file, '--json'])).stdout).toBe(first.stdout);
    expect((await floorwalk(['simulate', file])).stdout).toMatch(/service level +\d/);
  });

  it('a scenario that is wrong is refused by the path of what is wrong', async () => {
    const file = scenarioFile('wrong.json', {
      ...scenario,
      groups: [{ ...scenario.groups[0], skills: [{ queue: 'x' }] }],
    });
    const { code, stderr } = await floorwalk(['simulate', file]);
    expect(code).toBe(1);
    expect(stderr.trim()).toBe('floorwalk: groups/0/skills/0/queue: "x" is no queue of the scenario');
  });

  it('an interrupt cancels it', async () => {
    const file = scenarioFile('long.json', {
      ...scenario,
      replications: 1000,
      queues: [{ ...scenario.queues[0], arrivals: [200_000, 200_000] }],
      groups: [{ ...scenario.groups[0], agents: 20_000 }],
    });
    let interrupted = false;
    const { code, stderr } = await floorwalk(['simulate', file], '', (_, interrupt) => {
      if (!interrupted) interrupt();
      interrupted = true;
    });
    expect(stderr).toMatch(/\d+ of 1000 replications/);
    expect(stderr).not.toContain('1000 of 1000');
    expect(stderr).toContain('cancelled');
    expect(code).toBe(130);
  });
});
