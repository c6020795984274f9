import { apiPaths, type TraceAnswer, traceAnswer } from '@vitalfew/contract';
import { eventually } from './eventually.ts';

const LIMIT_MS = 20_000;

/** A trace once the API has it; undefined when it never comes. */
export function findTrace(
  server: { readonly url: string },
  traceId: string,
): Promise<TraceAnswer | undefined> {
  return eventually(
    async () => {
      const found = await fetch(new URL(apiPaths.trace(traceId), server.url));
      return found.ok ? traceAnswer.parse(await found.json()) : undefined;
    },
    (trace) => trace !== undefined,
    LIMIT_MS,
  );
}
