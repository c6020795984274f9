import type { OverviewAnswer } from '@vitalfew/contract';
import type { Store } from '../../store/store.ts';
import type { TimeRange } from '../scope/time-range.ts';

/** Versions of a service first seen within the range, where an older one had answered before. */
export async function deploysOf(
  store: Store,
  service: string,
  range: TimeRange,
): Promise<OverviewAnswer['deploys']> {
  const rows = await store.query<{ version: string; environment: string; first: number }>(
    `SELECT version, environment, first
FROM (
  SELECT version, environment, toFloat64(toUnixTimestamp(min(time))) * 1000 AS first,
    min(first) OVER (PARTITION BY environment) AS earliest
  FROM requests_1m
  WHERE service = {service:String} AND version != ''
  GROUP BY version, environment
)
WHERE first > earliest AND first >= {from_ms:Float64} AND first < {to_ms:Float64}
ORDER BY first`,
    { service, from_ms: range.fromMs, to_ms: range.toMs },
  );
  return rows.map((row) => ({ timeMs: row.first, version: row.version, environment: row.environment }));
}
