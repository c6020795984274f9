import type { Store } from '../../store/store.ts';
import { allOf, EVERYTHING, equals, withinRange } from '../scope/filter.ts';
import type { TimeRange } from '../scope/time-range.ts';

/** Under which environments and versions a service answered, and when last. */
export interface ServiceIdentity {
  readonly service: string;
  readonly environments: readonly string[];
  readonly versions: readonly string[];
  readonly lastSeenMs: number;
}

export async function serviceIdentities(
  store: Store,
  range: TimeRange,
  service?: string,
): Promise<ServiceIdentity[]> {
  const filter = allOf(withinRange(range), service === undefined ? EVERYTHING : equals('service', service));
  const rows = await store.query<{
    service: string;
    environments: string[];
    versions: string[];
    last: number;
  }>(
    `SELECT service,
  arraySort(groupUniqArrayIf(50)(environment, environment != '')) AS environments,
  arraySort(groupUniqArrayIf(50)(version, version != '')) AS versions,
  toFloat64(toUnixTimestamp(max(time))) * 1000 AS last
FROM requests_1m
WHERE ${filter.where}
GROUP BY service`,
    filter.params,
  );
  return rows.map((row) => ({
    service: row.service,
    environments: row.environments,
    versions: row.versions,
    lastSeenMs: row.last,
  }));
}
