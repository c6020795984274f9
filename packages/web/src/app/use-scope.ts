import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { ScopeSearch } from '../url/search.ts';

/** The time range and identity filter of the page. */
export function useScope(): ScopeSearch {
  return useSearch({ strict: false, select: (search) => search as ScopeSearch });
}

/** Changes some of the page's address and keeps the rest; `undefined` removes a key. */
export function useSetSearch(): (change: Readonly<Record<string, unknown>>) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) => {
      void navigate({
        to: '.',
        search: (current: Record<string, unknown>) => ({ ...current, ...change }),
      } as never);
    },
    [navigate],
  );
}
