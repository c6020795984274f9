/** What rewriting for a cluster needs to know beyond the statement. */
export interface ClusterOptions {
  /** As in the servers' `remote_servers`. */
  readonly cluster: string;
  readonly database: string;
}

/**
 * By what rows are spread over the shards. Everything of a trace lies on one shard, so that joins and IN by trace id
 * stay local; the same for all points of a series; one document has one home, as only there it replaces its elder.
 */
const SHARDING: Readonly<Record<string, string>> = {
  spans: 'cityHash64(trace_id)',
  requests: 'cityHash64(trace_id)',
  logs: "cityHash64(trace_id, if(trace_id = toFixedString('', 16), toUnixTimestamp64Nano(time), 0))",
  series: 'series_id',
  samples: 'series_id',
  histograms: 'series_id',
  documents: 'cityHash64(kind, key)',
  schema_migrations: 'cityHash64(name)',
};
/** Roll-ups are summed when read: any shard will do. */
const ANYWHERE = 'rand()';

const REPLICATED: Readonly<Record<string, string>> = {
  MergeTree: 'ReplicatedMergeTree',
  ReplacingMergeTree: 'ReplicatedReplacingMergeTree',
  AggregatingMergeTree: 'ReplicatedAggregatingMergeTree',
  SummingMergeTree: 'ReplicatedSummingMergeTree',
};

/**
 * The statements that do on a cluster what one DDL statement does on one server: the table becomes `<name>_local`,
 * replicated, and a Distributed table takes its name; a materialised view reads and feeds local tables.
 * @throws RangeError for a kind of statement it does not know: a migration must say how it is spread.
 */
export function onCluster(statement: string, options: ClusterOptions): string[] {
  if (/^CREATE TABLE\b/i.test(statement)) return createTable(statement, options);
  if (/^CREATE MATERIALIZED VIEW\b/i.test(statement)) return [createView(statement, options)];
  if (/^ALTER TABLE\b/i.test(statement)) return alterTable(statement, options);
  if (/^DROP (TABLE|VIEW)\b/i.test(statement)) return dropTable(statement, options);
  throw new RangeError(`no rule says how this is done on a cluster: ${statement.slice(0, 80)}`);
}

/** The table that holds a shard's own rows. */
export function localName(table: string): string {
  return `${table}_local`;
}

function createTable(statement: string, { cluster, database }: ClusterOptions): string[] {
  const [, head = '', table = ''] = /^(CREATE TABLE (?:IF NOT EXISTS )?)(\w+)/i.exec(statement) ?? [];
  const local = localName(table);
  const localStatement = statement
    .replace(/^CREATE TABLE (?:IF NOT EXISTS )?\w+/i, `${head}${local} ON CLUSTER ${quote(cluster)}`)
    .replace(/^ENGINE = (\w+)(?:\((.*)\))?$/m, (_, engine: string, args?: string) => replicated(engine, args))
    .replace(/\bnon_replicated_deduplication_window\b/g, 'replicated_deduplication_window');
  const front = `${head}${table} ON CLUSTER ${quote(cluster)} AS ${local}
ENGINE = Distributed(${quote(cluster)}, ${quote(database)}, ${local}, ${SHARDING[table] ?? ANYWHERE})`;
  return [localStatement, front];
}

/** Path and replica name come from the servers' `default_replica_path` and `default_replica_name`. */
function replicated(engine: string, args: string | undefined): string {
  const name = REPLICATED[engine];
  if (name === undefined) throw new RangeError(`no replicated engine stands for ${engine}`);
  return `ENGINE = ${name}${args === undefined || args === '' ? '' : `(${args})`}`;
}

/** The source keeps its plain name as an alias: the query may qualify columns by it. */
function createView(statement: string, { cluster }: ClusterOptions): string {
  return statement
    .replace(
      /^(CREATE MATERIALIZED VIEW (?:IF NOT EXISTS )?\w+) TO (\w+)/i,
      (_, head: string, target: string) => `${head} ON CLUSTER ${quote(cluster)} TO ${localName(target)}`,
    )
    .replace(/\bFROM (\w+)/i, (_, source: string) => `FROM ${localName(source)} AS ${source}`);
}

/** Columns are altered on both; all else (TTL, indexes, settings, data) concerns the local table alone. */
function alterTable(statement: string, { cluster }: ClusterOptions): string[] {
  const [, table = '', change = ''] = /^ALTER TABLE (\w+)\s+([\s\S]+)$/i.exec(statement) ?? [];
  const local = `ALTER TABLE ${localName(table)} ON CLUSTER ${quote(cluster)} ${change}`;
  if (!/^(ADD|DROP|RENAME|MODIFY) COLUMN\b/i.test(change)) return [local];
  const front = change.replace(/\s+CODEC\((?:[^()]|\([^()]*\))*\)/gi, '');
  return [local, `ALTER TABLE ${table} ON CLUSTER ${quote(cluster)} ${front}`];
}

function dropTable(statement: string, { cluster }: ClusterOptions): string[] {
  const [, head = '', table = ''] = /^(DROP (?:TABLE|VIEW) (?:IF EXISTS )?)(\w+)/i.exec(statement) ?? [];
  const drop = (name: string) => `${head}${name} ON CLUSTER ${quote(cluster)} SYNC`;
  return /^DROP VIEW/i.test(statement) ? [drop(table)] : [drop(table), drop(localName(table))];
}

function quote(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
