import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { fetchSession } from '../api/session.ts';

const KEY = ['session'] as const;

export function useSessionQuery() {
  return useQuery({ queryKey: KEY, queryFn: fetchSession, staleTime: 60_000 });
}

/** Asks anew who is signed in, after signing in or out. */
export function useRefreshSession(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries({ queryKey: KEY }), [queries]);
}
