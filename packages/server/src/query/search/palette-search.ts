import type { SearchAnswer, searchQuestion } from '@vitalfew/contract';
import type { z } from 'zod';
import type { Store } from '../../store/store.ts';

const LAST_DAY = 'time >= now() - INTERVAL 1 DAY';

/** Services, endpoints and traces whose name contains the text, most used first. */
export async function paletteSearch(
  store: Store,
  question: z.infer<typeof searchQuestion>,
): Promise<SearchAnswer> {
  const text = question.q.trim();
  if (/^[0-9a-f]{32}$/i.test(text)) {
    const traceId = text.toLowerCase();
    const [found] = await store.query<{ service: string; endpoint: string }>(
      'SELECT service, endpoint FROM spans WHERE trace_id = unhex({trace:String}) ORDER BY is_entry DESC, time LIMIT 1',
      { trace: traceId },
    );
    return {
      results: found
        ? [{ kind: 'trace', title: traceId, service: found.service, endpoint: found.endpoint, traceId }]
        : [],
    };
  }
  const rows = await store.query<{
    kind: 'service' | 'endpoint';
    title: string;
    service: string;
    endpoint: string;
  }>(
    `SELECT kind, title, service, endpoint FROM (
  SELECT 'service' AS kind, service AS title, service, '' AS endpoint, sum(requests) AS n
  FROM requests_1h WHERE ${LAST_DAY} GROUP BY service
  UNION ALL
  SELECT 'endpoint' AS kind, endpoint AS title, service, endpoint, sum(requests) AS n
  FROM requests_1h WHERE ${LAST_DAY} GROUP BY service, endpoint
)
WHERE {text:String} = '' OR positionCaseInsensitiveUTF8(concat(service, ' ', title), {text:String}) > 0
ORDER BY kind = 'service' DESC, n DESC
LIMIT {limit:UInt32}`,
    { text, limit: question.limit },
  );
  return { results: rows.map((row) => ({ ...row, traceId: '' })) };
}
