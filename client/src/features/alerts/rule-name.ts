import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import { live } from '../../connection/live-session.ts';

/** What people call a thing that a rule watches. */
export function thingName(table: SubjectTable, id: string): string {
  const { tables } = live().store;
  if (table === 'contacts' || table === 'sources') return id;
  return tables[table].row(id)?.name ?? id;
}

/** What people call what a rule is narrowed to, whatever it is. */
export function queueName(id: string): string {
  const { queues, groups, teams, agents, bots } = live().store.tables;
  const found = queues.row(id) ?? groups.row(id) ?? teams.row(id) ?? agents.row(id) ?? bots.row(id);
  return found?.name ?? id;
}
