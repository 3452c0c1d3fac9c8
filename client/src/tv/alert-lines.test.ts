import { describe, expect, it } from 'vitest';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { alertLines, MOST_ALERT_LINES } from './alert-lines.ts';

const NOW = 1_000_000;
const alert = (id: string, change: Partial<AlertRow> = {}): AlertRow => ({
  id,
  ruleId: 'r',
  ruleName: 'Longest wait',
  ruleVersion: 1,
  group: null,
  subjectQueueId: null,
  subjectTeamId: null,
  gates: [],
  contactIds: [],
  endedBy: null,
  severity: 'warning',
  subjectTable: 'queues',
  subjectId: id,
  subjectName: id,
  state: 'firing',
  pendingAt: null,
  firedAt: NOW - 60_000,
  resolvedAt: null,
  evidence: [],
  paged: true,
  suppressedBy: null,
  acknowledgedBy: null,
  acknowledgedAt: null,
  acknowledgedNote: null,
  silencedUntil: null,
  seenPosition: 1,
  ...change,
});
const ids = (alerts: AlertRow[]): string[] => alertLines(alerts, NOW).lines.map(({ id }) => id);

describe('alerts above a board', () => {
  it('critical ones come first, then the newest, and those without room are counted', () => {
    const alerts = [
      alert('old'),
      alert('new', { firedAt: NOW - 1 }),
      alert('bad', { severity: 'critical' }),
      alert('worse', { severity: 'critical', firedAt: NOW - 5 }),
    ];
    expect(ids(alerts)).toEqual(['worse', 'bad']);
    expect(alertLines(alerts, NOW).moreCount).toBe(alerts.length - MOST_ALERT_LINES);
  });

  it('what is over, not yet fired, silenced, suppressed or acknowledged is not shown', () => {
    expect(
      ids([
        alert('resolved', { state: 'resolved' }),
        alert('pending', { state: 'pending', firedAt: null }),
        alert('silenced', { silencedUntil: NOW + 1 }),
        alert('suppressed', { suppressedBy: { kind: 'silence', silenceId: 's' } }),
        alert('taken', { acknowledgedAt: NOW - 5 }),
      ]),
    ).toEqual([]);
    expect(ids([alert('recovering', { state: 'recovering' }), alert('silence over', { silencedUntil: NOW })])).toEqual([
      'recovering',
      'silence over',
    ]);
  });
});
