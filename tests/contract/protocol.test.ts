import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TABLE_NAMES } from '@floorwalk/shared/floor/rows';
import { WINDOW_KEYS } from '@floorwalk/shared/floor/window';
import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import { up } from '@floorwalk/shared/protocol/up';

/** The files that say what travels between server and client. */
const WIRE = [
  'alerts/alert-metric.ts',
  'alerts/alert-window.ts',
  'alerts/events.ts',
  'alerts/evidence.ts',
  'alerts/gates.ts',
  'alerts/rows.ts',
  'alerts/rule.ts',
  'alerts/schedule.ts',
  'alerts/silence-scope.ts',
  'escalation/escalation-machine.ts',
  'escalation/events.ts',
  'escalation/find-expert.ts',
  'escalation/impact.ts',
  'escalation/matrix.ts',
  'escalation/policy.ts',
  'escalation/rotation.ts',
  'escalation/rows.ts',
  'escalation/timeline.ts',
  'floor/agent-counts.ts',
  'floor/bot-cell.ts',
  'floor/cell.ts',
  'floor/contact-phase.ts',
  'floor/rows.ts',
  'floor/window.ts',
  'forecast/events.ts',
  'forecast/investigation-events.ts',
  'forecast/investigation-rows.ts',
  'forecast/rows.ts',
  'forecast/requirement-rule.ts',
  'handover/events.ts',
  'handover/rows.ts',
  'handoffs/department.ts',
  'handoffs/events.ts',
  'handoffs/handoff.ts',
  'handoffs/rows.ts',
  'live/delta.ts',
  'notices/events.ts',
  'notices/rows.ts',
  'protocol/down.ts',
  'protocol/subscribe.ts',
  'protocol/tables.ts',
  'protocol/up.ts',
  'schedule/activity-kind.ts',
  'schedule/events.ts',
  'schedule/rows.ts',
  'surge/events.ts',
  'surge/rows.ts',
  'surge/surge-help.ts',
  'surge/surge.ts',
  'topics/events.ts',
  'topics/rows.ts',
];

/** What each version's wire looked like. A changed wire needs a new version, and a line here. */
const HASH_BY_VERSION: Record<number, string> = {
  1: '860cba9a442a1256',
  2: '5710af066cca8e37',
  3: '65af31ad6a350758',
  4: '2491095d2bfd4b11',
  5: '64fb80058dbb3756',
  6: '3ed0eb3ab7f80067',
};

function wireHash(): string {
  const hash = createHash('sha256');
  for (const file of WIRE) {
    const path = fileURLToPath(new URL(`../../shared/src/${file}`, import.meta.url));
    const text = readFileSync(path, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/\/\/.*$/gm, '')
      .replace(/\s+/g, '');
    hash.update(`${file}\n${text}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

describe('the socket protocol', () => {
  it('has a new version whenever what travels changes (comments and layout aside)', () => {
    expect(
      wireHash(),
      `The wire changed. Raise PROTOCOL_VERSION in shared/src/protocol/version.ts, note the change there, and enter ${wireHash()} for it here.`,
    ).toBe(HASH_BY_VERSION[PROTOCOL_VERSION]);
  });

  it('is described with every table and every message', () => {
    const text = readFileSync(new URL('../../docs/socket-protocol.md', import.meta.url), 'utf8');
    const unsaid = [...TABLE_NAMES, ...WINDOW_KEYS, ...Object.keys(up)].filter((name) => !text.includes(`\`${name}\``));
    expect(unsaid).toEqual([]);
  });

  it('checks every message a client may send with a closed schema', () => {
    for (const [name, schema] of Object.entries(up)) {
      expect((schema as { additionalProperties?: unknown }).additionalProperties, name).toBe(false);
    }
  });
});
