import type { ConnectAnswer } from '@vitalfew/contract';
import type { Store } from '../../store/store.ts';

/** Services that sent spans in the last hour with their agents, newest first. */
export async function connectedServices(store: Store, nowMs: number): Promise<ConnectAnswer['services']> {
  const rows = await store.query<{ service: string; agent: string; last_ms: number; recent: number }>(
    `SELECT service, agent, toFloat64(toUnixTimestamp64Milli(max(ingested))) AS last_ms,
  toFloat64(countIf(ingested > fromUnixTimestamp64Milli({minute_ago:Int64}, 'UTC'))) AS recent
FROM spans
WHERE ingested > fromUnixTimestamp64Milli({hour_ago:Int64}, 'UTC')
GROUP BY service, agent
ORDER BY last_ms DESC
LIMIT 100`,
    { minute_ago: nowMs - 60_000, hour_ago: nowMs - 3_600_000 },
  );
  return rows.map((row) => ({
    service: row.service,
    agent: row.agent,
    lastSeenMs: row.last_ms,
    spansLastMinute: row.recent,
  }));
}
