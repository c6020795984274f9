import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useScope } from '../app/use-scope.ts';
import { ask, type QueryValue } from './client.ts';

/** A running question: what came last stays on screen while the next is under way. */
export function useAnswer<Answer>(
  path: string,
  query: Readonly<Record<string, QueryValue>> = {},
  options: { readonly everyMs?: number; readonly enabled?: boolean } = {},
): UseQueryResult<Answer> {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => ask<Answer>(path, query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: options.everyMs ?? false,
    enabled: options.enabled ?? true,
  });
}

const LIVE_MS = 5_000;

/** The same within the page's time range and scope, asked again every few seconds in live mode. */
export function useScopedAnswer<Answer>(
  path: string,
  query: Readonly<Record<string, QueryValue>> = {},
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<Answer> {
  const { from, to, service, environment, version, live } = useScope();
  return useAnswer<Answer>(
    path,
    { from, to, service, environment, version, ...query },
    { ...options, ...(live ? { everyMs: LIVE_MS } : {}) },
  );
}
