import type { Target } from '@floorwalk/shared/escalation/policy';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { PointerField } from '../../ui/pointer-field.tsx';
import { useTargets } from './use-target-names.ts';

const ROLES_TOLD = ['supervisor', 'team-lead', 'agent', 'executive', 'administrator'] as const;
type Choice = Target['kind'] | 'one-team';
const CHOICES: readonly Choice[] = ['team', 'one-team', 'role', 'rotation', 'person', 'expert', 'channel'];

type Props = {
  readonly at: string;
  readonly target: Target;
  readonly onChange: (target: Target) => void;
  /** Kinds that make no sense here. */
  readonly without?: readonly Choice[];
};

/** One target of a step: what kind, and which of it. */
export function TargetFields({ at, target, onChange, without = [] }: Props) {
  const { data } = useTargets();
  const { tables } = live().store;
  const people = (data?.people ?? []).map(({ id, name }) => [id, name] as const);
  const channels = (data?.channels ?? []).map(({ id, name }) => [id, name] as const);
  const teams = [...tables.teams.rows()].map(({ id, name }) => [id, name] as const);
  const rotations = [...tables.onCall.rows()].map(({ id, rotation }) => [id, rotation.name] as const);
  const first = (options: readonly (readonly [string, string])[]): string => options[0]?.[0] ?? '';
  const choose = (choice: Choice): Target => {
    switch (choice) {
      case 'team':
        return { kind: 'team' };
      case 'one-team':
        return { kind: 'team', teamId: first(teams) };
      case 'role':
        return { kind: 'role', role: 'supervisor' };
      case 'rotation':
        return { kind: 'rotation', rotationId: first(rotations) };
      case 'person':
        return { kind: 'person', personId: first(people) };
      case 'expert':
        return { kind: 'expert' };
      case 'channel':
        return { kind: 'channel', channelId: first(channels) };
    }
  };
  const can: Record<Choice, boolean> = {
    team: true,
    'one-team': teams.length > 0,
    role: true,
    rotation: rotations.length > 0,
    person: people.length > 0,
    expert: true,
    channel: channels.length > 0,
  };
  const chosen: Choice = target.kind === 'team' && target.teamId !== undefined ? 'one-team' : target.kind;
  return (
    <>
      <PointerField at={`${at}/kind`} label={t('target.kind')}>
        <select
          value={chosen}
          onChange={(event) => onChange(choose(CHOICES.find((one) => one === event.target.value) ?? 'team'))}
        >
          {CHOICES.filter((one) => (can[one] && !without.includes(one)) || one === chosen).map((one) => (
            <option key={one} value={one}>
              {t(`target.${one}`)}
            </option>
          ))}
        </select>
      </PointerField>
      {target.kind === 'team' && target.teamId !== undefined && (
        <Which
          at={`${at}/teamId`}
          value={target.teamId}
          options={teams}
          onChange={(teamId) => onChange({ kind: 'team', teamId })}
        />
      )}
      {target.kind === 'person' && (
        <Which
          at={`${at}/personId`}
          value={target.personId}
          options={people}
          onChange={(personId) => onChange({ kind: 'person', personId })}
        />
      )}
      {target.kind === 'rotation' && (
        <Which
          at={`${at}/rotationId`}
          value={target.rotationId}
          options={rotations}
          onChange={(rotationId) => onChange({ kind: 'rotation', rotationId })}
        />
      )}
      {target.kind === 'channel' && (
        <Which
          at={`${at}/channelId`}
          value={target.channelId}
          options={channels}
          onChange={(channelId) => onChange({ kind: 'channel', channelId })}
        />
      )}
      {target.kind === 'role' && (
        <Which
          at={`${at}/role`}
          value={target.role}
          options={ROLES_TOLD.map((role) => [role, t(`role.${role}`)])}
          onChange={(value) =>
            onChange({ kind: 'role', role: ROLES_TOLD.find((role) => role === value) ?? 'supervisor' })
          }
        />
      )}
      {target.kind === 'expert' && (
        <PointerField at={`${at}/skill`} label={t('target.skill')}>
          <input
            maxLength={200}
            value={target.skill ?? ''}
            onChange={(event) =>
              onChange({ kind: 'expert', ...(event.target.value !== '' && { skill: event.target.value }) })
            }
          />
        </PointerField>
      )}
    </>
  );
}

function Which({
  at,
  value,
  options,
  onChange,
}: {
  readonly at: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}) {
  const known = options.some(([id]) => id === value);
  return (
    <PointerField at={at} label={t('target.which')}>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {!known && <option value={value}>{value}</option>}
        {options.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </PointerField>
  );
}
