import { live } from '../../connection/live-session.ts';
import { useRowValue } from '../../store/use-row.ts';
import { t } from '../../messages/text.ts';

/** The name of a department as it is now; its id where it is gone. */
export function useDepartmentName(id: string | null): string {
  const name = useRowValue('departments', id, ({ department }) => department.name);
  return id === null ? t('handoff.from-outside') : (name ?? id);
}

export function departmentName(id: string): string {
  return live().store.tables.departments.row(id)?.department.name ?? id;
}

/** From whom to whom; `null` is from outside. */
export function betweenWords(fromId: string | null, toId: string): string {
  return `${fromId === null ? t('handoff.from-outside') : departmentName(fromId)} → ${departmentName(toId)}`;
}
