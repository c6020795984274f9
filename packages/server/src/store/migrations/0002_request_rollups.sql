-- Percentiles, rates and segment sums over all requests: by minute and by hour.
CREATE TABLE requests_1m (
  time DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  endpoint LowCardinality(String),
  kind LowCardinality(String),
  requests SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  errors SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  satisfied SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  tolerating SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  response_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  max_ns SimpleAggregateFunction(max, UInt64) CODEC(ZSTD(1)),
  min_ns SimpleAggregateFunction(min, UInt64) CODEC(ZSTD(1)),
  queue_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  middleware_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  view_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  database_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  cache_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  template_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  external_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  serialisation_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  gc_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  unexplained_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  database_calls SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  buckets AggregateFunction(sumMap, Map(Int16, UInt64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (service, endpoint, time, environment, version, kind)
TTL time + INTERVAL {ttl_minutes_days} DAY
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW requests_1m_mv TO requests_1m AS
SELECT
  toStartOfMinute(toDateTime(requests.time, 'UTC')) AS time, service, environment, version, endpoint, kind,
  count() AS requests,
  countIf(error) AS errors,
  countIf(apdex = 0) AS satisfied,
  countIf(apdex = 1) AS tolerating,
  sum(requests.response_ns) AS response_ns,
  max(requests.response_ns) AS max_ns,
  min(requests.response_ns) AS min_ns,
  sum(requests.queue_ns) AS queue_ns,
  sum(requests.middleware_ns) AS middleware_ns,
  sum(requests.view_ns) AS view_ns,
  sum(requests.database_ns) AS database_ns,
  sum(requests.cache_ns) AS cache_ns,
  sum(requests.template_ns) AS template_ns,
  sum(requests.external_ns) AS external_ns,
  sum(requests.serialisation_ns) AS serialisation_ns,
  sum(requests.gc_ns) AS gc_ns,
  sum(requests.unexplained_ns) AS unexplained_ns,
  sum(requests.database_calls) AS database_calls,
  sumMapState(map(requests.bucket, toUInt64(1))) AS buckets
FROM requests
GROUP BY time, service, environment, version, endpoint, kind;

CREATE TABLE requests_1h (
  time DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  endpoint LowCardinality(String),
  kind LowCardinality(String),
  requests SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  errors SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  satisfied SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  tolerating SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  response_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  max_ns SimpleAggregateFunction(max, UInt64) CODEC(ZSTD(1)),
  min_ns SimpleAggregateFunction(min, UInt64) CODEC(ZSTD(1)),
  queue_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  middleware_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  view_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  database_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  cache_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  template_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  external_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  serialisation_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  gc_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  unexplained_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  database_calls SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  buckets AggregateFunction(sumMap, Map(Int16, UInt64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYear(time)
ORDER BY (service, endpoint, time, environment, version, kind)
TTL time + INTERVAL {ttl_hours_days} DAY
SETTINGS non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW requests_1h_mv TO requests_1h AS
SELECT
  toStartOfHour(toDateTime(requests.time, 'UTC')) AS time, service, environment, version, endpoint, kind,
  count() AS requests,
  countIf(error) AS errors,
  countIf(apdex = 0) AS satisfied,
  countIf(apdex = 1) AS tolerating,
  sum(requests.response_ns) AS response_ns,
  max(requests.response_ns) AS max_ns,
  min(requests.response_ns) AS min_ns,
  sum(requests.queue_ns) AS queue_ns,
  sum(requests.middleware_ns) AS middleware_ns,
  sum(requests.view_ns) AS view_ns,
  sum(requests.database_ns) AS database_ns,
  sum(requests.cache_ns) AS cache_ns,
  sum(requests.template_ns) AS template_ns,
  sum(requests.external_ns) AS external_ns,
  sum(requests.serialisation_ns) AS serialisation_ns,
  sum(requests.gc_ns) AS gc_ns,
  sum(requests.unexplained_ns) AS unexplained_ns,
  sum(requests.database_calls) AS database_calls,
  sumMapState(map(requests.bucket, toUInt64(1))) AS buckets
FROM requests
GROUP BY time, service, environment, version, endpoint, kind;

