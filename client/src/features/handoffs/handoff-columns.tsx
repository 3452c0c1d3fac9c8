import type { HandoffState } from '@floorwalk/shared/handoffs/handoff-machine';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import type { TableColumn } from '../../ui/data-table.tsx';
import { betweenWords } from './department-name.ts';
import { stateWords } from './handoff-words.ts';

type Listed = {
  readonly id: string;
  readonly title: string;
  readonly fromDepartmentId: string | null;
  readonly toDepartmentId: string;
  readonly state: HandoffState;
  readonly owner: { readonly name: string };
};

/** What every list of handoffs says first: what it is, between whom, how it stands, and whose it is. */
export function handoffColumns<R extends Listed>(open: (id: string) => void): readonly TableColumn<R>[] {
  return [
    {
      id: 'title',
      label: t('handoffs.column.title'),
      cell: ({ id, title }) => (
        <button type="button" className="link-button" {...plain('named')} onClick={() => open(id)}>
          {title}
        </button>
      ),
    },
    {
      id: 'between',
      label: t('handoffs.column.between'),
      cell: ({ fromDepartmentId, toDepartmentId }) => betweenWords(fromDepartmentId, toDepartmentId),
    },
    { id: 'state', label: t('handoffs.column.state'), cell: ({ state }) => stateWords(state) },
    { id: 'owner', label: t('handoffs.column.owner'), cell: ({ owner }) => owner.name },
  ];
}
