import { useCallback } from 'react';
import { live } from '../connection/live-session.ts';

/** Names of things by id, as far as this person sees their rows; the id itself otherwise. */
export function useNames(): (kind: 'queue' | 'agent' | 'bot', id: string) => string {
  return useCallback((kind, id) => {
    const { queues, agents, bots } = live().store.tables;
    const table = kind === 'queue' ? queues : kind === 'agent' ? agents : bots;
    return table.row(id)?.name ?? id;
  }, []);
}
