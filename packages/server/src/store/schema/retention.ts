/** Days by the name of the placeholder between `ttl_` and `_days`: `spans`, `minutes`, … */
export type RetentionDays = Readonly<Record<string, number>>;

export interface TableTtl {
  readonly table: string;
  /** The TTL expression with its placeholder filled in. */
  readonly expression: string;
  readonly days: number;
}

const PLACEHOLDER = /\{ttl_(\w+?)_days\}/g;

/**
 * A statement with its `{ttl_x_days}` placeholders filled in.
 * @throws RangeError for a placeholder without days: the configuration knows too few.
 */
export function fillRetention(statement: string, days: RetentionDays): string {
  return statement.replace(PLACEHOLDER, (_, name: string) => String(daysOf(days, name)));
}

/** The TTL that a CREATE TABLE gives its table; undefined for other statements and tables without one. */
export function ttlOf(statement: string, days: RetentionDays): TableTtl | undefined {
  const table = /^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/i.exec(statement)?.[1];
  const [, before, name] = /^TTL (.+ INTERVAL )\{ttl_(\w+?)_days\} DAY$/m.exec(statement) ?? [];
  if (table === undefined || before === undefined || name === undefined) return undefined;
  const found = daysOf(days, name);
  return { table, expression: `${before}${found} DAY`, days: found };
}

/** Days in `engine_full` of `system.tables`, which writes `toIntervalDay(n)`; undefined without a TTL. */
export function daysInEngine(engineFull: string): number | undefined {
  const found = /\bTTL\b.*?toIntervalDay\((\d+)\)/s.exec(engineFull)?.[1];
  return found === undefined ? undefined : Number(found);
}

function daysOf(days: RetentionDays, name: string): number {
  const found = days[name];
  if (found === undefined) throw new RangeError(`no retention is configured for ${name}`);
  return found;
}
