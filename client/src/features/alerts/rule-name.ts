import { live } from '../../connection/live-session.ts';

/** What people call what a rule is narrowed to. */
export function queueName(id: string): string {
  const { queues, groups, teams } = live().store.tables;
  return queues.row(id)?.name ?? groups.row(id)?.name ?? teams.row(id)?.name ?? id;
}
