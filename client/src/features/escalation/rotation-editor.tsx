import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Rotation } from '@floorwalk/shared/escalation/rotation';
import { putRotation } from '../../api/escalation.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useOpenedVersion } from '../../store/use-opened-version.ts';
import { EditorForm } from '../../ui/editor-form.tsx';
import { Field } from '../../ui/form-parts.tsx';
import { toFieldValue } from '../../ui/zone-time.ts';
import { movedUp } from './policy-editor.tsx';
import { PointerField, PointerGroup } from '../../ui/pointer-field.tsx';
import { useTargets } from './use-target-names.ts';

const EVERY = [1, 7, 14] as const;

/** Where a new rotation starts: weekly, from today on, at nine. */
export function newRotation(zone: string): Rotation {
  const today = toFieldValue(live().siteTime(), zone).slice(0, 10);
  const id = crypto.randomUUID();
  return { id, name: '', zone, everyDays: 7, handOverAt: '09:00', startsOn: today, participants: [] };
}

/** One rotation: who, in which order, and when they hand over. */
export function RotationEditor({
  rotation: given,
  close,
}: {
  readonly rotation: Rotation;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const { data } = useTargets();
  const version = useOpenedVersion('onCall', given.id);
  const [rotation, setRotation] = useState(given);
  const put = (change: Partial<Rotation>) => setRotation({ ...rotation, ...change });
  const putting = useMutation({
    mutationFn: () => putRotation(siteId, rotation, version),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['on-call', siteId] });
      close();
    },
  });
  const people = data?.people ?? [];
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  const every = EVERY.find((one) => one === rotation.everyDays);
  return (
    <EditorForm
      className="policy-editor"
      title={given.name === '' ? t('on-call.new') : t('on-call.edit-named', { name: given.name })}
      putting={putting}
      action={t('on-call.put')}
      close={close}
    >
      <div className="field-grid">
        <PointerField at="/name" label={t('on-call.name')}>
          <input
            required
            maxLength={200}
            value={rotation.name}
            onChange={(event) => put({ name: event.target.value })}
          />
        </PointerField>
        <PointerField at="/zone" label={t('on-call.zone')}>
          <input
            required
            maxLength={64}
            value={rotation.zone}
            onChange={(event) => put({ zone: event.target.value })}
          />
        </PointerField>
        <PointerField at="/everyDays" label={t('on-call.every')}>
          <select value={rotation.everyDays} onChange={(event) => put({ everyDays: Number(event.target.value) })}>
            {every === undefined && <option value={rotation.everyDays}>{rotation.everyDays}</option>}
            {EVERY.map((days) => (
              <option key={days} value={days}>
                {t(`on-call.every.${days}`)}
              </option>
            ))}
          </select>
        </PointerField>
        <PointerField at="/handOverAt" label={t('on-call.at')}>
          <input
            type="time"
            required
            value={rotation.handOverAt}
            onChange={(event) => put({ handOverAt: event.target.value })}
          />
        </PointerField>
        <PointerField at="/startsOn" label={t('on-call.starts')}>
          <input
            type="date"
            required
            value={rotation.startsOn}
            onChange={(event) => put({ startsOn: event.target.value })}
          />
        </PointerField>
      </div>
      <PointerGroup at="/participants" legend={t('on-call.participants')}>
        <ol className="rotation-people">
          {rotation.participants.map((personId, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- somebody may have two turns in a round
            <li key={`${personId} ${index}`}>
              <span>{nameOf(personId)}</span>
              {index > 0 && (
                <button
                  type="button"
                  className="icon-button bordered"
                  aria-label={t('on-call.participant-up', { name: nameOf(personId) })}
                  onClick={() => put({ participants: [...movedUp(rotation.participants, index)] })}
                >
                  <ArrowUp aria-hidden="true" size={16} />
                </button>
              )}
              <button
                type="button"
                className="icon-button bordered"
                aria-label={t('on-call.participant-remove', { name: nameOf(personId) })}
                onClick={() => put({ participants: rotation.participants.filter((_one, at) => at !== index) })}
              >
                <Trash2 aria-hidden="true" size={16} />
              </button>
            </li>
          ))}
        </ol>
        <Field label={t('on-call.participant-add')}>
          <select
            value=""
            onChange={(event) => {
              if (event.target.value !== '') put({ participants: [...rotation.participants, event.target.value] });
            }}
          >
            <option value="">–</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      </PointerGroup>
    </EditorForm>
  );
}
