import type { SeverityMatrix } from './matrix.ts';
import { ANY } from './matrix.ts';
import type { EscalationPolicy } from './policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The paths of a new site, sensible unedited: they name roles and the team concerned, so that they reach somebody before anybody has set up a
 * rotation, and end with a role that answers for what nobody took.
 */
export const DEFAULT_POLICIES: readonly EscalationPolicy[] = [
  {
    id: 'standard',
    name: 'Standard',
    description: 'For what can wait a quarter of an hour: the team concerned first, then the floor.',
    steps: [
      { targets: [{ kind: 'team' }, { kind: 'role', role: 'supervisor' }], waitMs: 15 * MINUTE },
      {
        targets: [
          { kind: 'role', role: 'supervisor' },
          { kind: 'role', role: 'team-lead' },
        ],
        waitMs: 15 * MINUTE,
      },
    ],
    repeatCount: 1,
    acknowledgementsNeeded: 1,
    acknowledgeTimeoutMs: 2 * HOUR,
    warRoom: false,
    owner: { kind: 'role', role: 'supervisor' },
  },
  {
    id: 'urgent',
    name: 'Urgent',
    description: 'For what burns: the floor and the team concerned at once, an expert soon, the administrator at last.',
    steps: [
      { targets: [{ kind: 'role', role: 'supervisor' }, { kind: 'team' }], waitMs: 5 * MINUTE },
      { targets: [{ kind: 'expert' }, { kind: 'role', role: 'team-lead' }], waitMs: 5 * MINUTE },
      {
        targets: [
          { kind: 'role', role: 'supervisor' },
          { kind: 'role', role: 'administrator' },
        ],
        waitMs: 10 * MINUTE,
      },
    ],
    repeatCount: 1,
    acknowledgementsNeeded: 1,
    acknowledgeTimeoutMs: 30 * MINUTE,
    warRoom: false,
    owner: { kind: 'role', role: 'supervisor' },
  },
  {
    id: 'high-value',
    name: 'High-value customers',
    description: 'For customers of the highest value: an expert and the lead of the team concerned within minutes.',
    steps: [
      { targets: [{ kind: 'team' }, { kind: 'role', role: 'supervisor' }, { kind: 'expert' }], waitMs: 3 * MINUTE },
      {
        targets: [
          { kind: 'role', role: 'supervisor' },
          { kind: 'role', role: 'team-lead' },
        ],
        waitMs: 5 * MINUTE,
      },
    ],
    repeatCount: 1,
    acknowledgementsNeeded: 1,
    acknowledgeTimeoutMs: 15 * MINUTE,
    warRoom: false,
    owner: { kind: 'role', role: 'supervisor' },
  },
  {
    id: 'war-room',
    name: 'War room',
    description: 'For an outage of the whole floor: everybody who can act is called at once, and two must answer.',
    steps: [
      {
        targets: [
          { kind: 'role', role: 'supervisor' },
          { kind: 'role', role: 'team-lead' },
          { kind: 'role', role: 'administrator' },
        ],
        waitMs: 5 * MINUTE,
      },
    ],
    repeatCount: 0,
    acknowledgementsNeeded: 2,
    acknowledgeTimeoutMs: 30 * MINUTE,
    warRoom: true,
    owner: { kind: 'role', role: 'administrator' },
  },
];

const cell = (
  impact: SeverityMatrix['cells'][number]['impact'],
  tier: string,
  contract: string,
  policyId: string,
  acknowledgeMinutes: number,
  resolveMinutes: number,
): SeverityMatrix['cells'][number] => ({
  impact,
  tier,
  contract,
  policyId,
  acknowledgeWithinMs: acknowledgeMinutes * MINUTE,
  resolveWithinMs: resolveMinutes * MINUTE,
});

/** The matrix of a new site: the further it reaches and the more the customer is worth, the sooner and the higher. */
export const DEFAULT_MATRIX: SeverityMatrix = {
  cells: [
    cell('low', ANY, ANY, 'standard', 60, 24 * 60),
    cell('medium', ANY, ANY, 'standard', 15, 4 * 60),
    cell('high', ANY, ANY, 'urgent', 5, 60),
    cell('critical', ANY, ANY, 'urgent', 5, 30),
    cell('low', 'Gold', ANY, 'standard', 30, 8 * 60),
    cell('medium', 'Gold', ANY, 'standard', 10, 2 * 60),
    cell('high', 'Gold', ANY, 'urgent', 5, 45),
    cell('critical', 'Gold', ANY, 'high-value', 3, 30),
    cell('low', 'VIP', ANY, 'standard', 15, 4 * 60),
    cell('medium', 'VIP', ANY, 'high-value', 5, 60),
    cell('high', 'VIP', ANY, 'high-value', 3, 30),
    cell('critical', 'VIP', ANY, 'high-value', 3, 20),
  ],
  highValue: {
    nearShare: 1.5,
    leastGapMs: 15 * MINUTE,
    policyId: 'high-value',
    acknowledgeWithinMs: 3 * MINUTE,
    resolveWithinMs: 15 * MINUTE,
  },
};
