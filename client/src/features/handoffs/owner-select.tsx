import { useQuery } from '@tanstack/react-query';
import type { HandoffOwner } from '@floorwalk/shared/handoffs/handoff';
import { fetchOwners } from '../../api/handoffs.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { Field } from '../../ui/form-parts.tsx';

type Owner = HandoffOwner;

const writeOwner = (owner: Owner): string => JSON.stringify(owner);

/** The owner that an option of {@link OwnerSelect} means. */
export function readOwner(value: string): Owner | null {
  return value === '' ? null : (JSON.parse(value) as Owner);
}

/** Most agents offered; people with accounts come first. */
const MOST_AGENTS = 300;

/** A person or an agent of the floor. */
export function OwnerSelect({
  name,
  label = 'handoff.field.owner',
  value,
  none,
  onChange,
}: {
  readonly name?: string;
  readonly label?: MessageKey;
  readonly value?: Owner | undefined;
  /** What choosing nobody means, where that is possible. */
  readonly none?: MessageKey;
  readonly onChange?: (owner: Owner | undefined) => void;
}) {
  const siteId = useSiteId();
  const owners = useQuery({ queryKey: ['handoff-owners', siteId], queryFn: () => fetchOwners(siteId) });
  const agents = [...live().store.tables.agents.rows()]
    .map((agent): Owner => ({ to: { kind: 'agent', agentId: agent.id }, name: agent.name }))
    .toSorted((left, right) => left.name.localeCompare(right.name))
    .slice(0, MOST_AGENTS);
  const people = owners.data ?? [];
  const isKnown = value === undefined || [...people, ...agents].some((one) => writeOwner(one) === writeOwner(value));
  const shown = value === undefined ? {} : { value: writeOwner(value) };
  return (
    <Field label={t(label)}>
      <select
        name={name}
        className="select"
        required={none === undefined}
        {...(onChange === undefined
          ? { defaultValue: '' }
          : { value: '', ...shown, onChange: (event) => onChange(readOwner(event.target.value) ?? undefined) })}
      >
        <option value="" disabled={none === undefined}>
          {t(none ?? 'handoff.choose')}
        </option>
        {!isKnown && value !== undefined && <option value={writeOwner(value)}>{value.name}</option>}
        <optgroup label={t('handoff.people')}>
          {people.map((owner) => (
            <option key={writeOwner(owner)} value={writeOwner(owner)}>
              {owner.name}
            </option>
          ))}
        </optgroup>
        {agents.length > 0 && (
          <optgroup label={t('handoff.agents')}>
            {agents.map((owner) => (
              <option key={writeOwner(owner)} value={writeOwner(owner)}>
                {owner.name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </Field>
  );
}
