-- What requests waited for, by minute: one row a cause (docs/telemetry.md, "Causes").
CREATE TABLE causes (
  time DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  endpoint LowCardinality(String),
  segment LowCardinality(String),
  fingerprint UInt64 CODEC(ZSTD(1)),
  call_site LowCardinality(String),
  cause SimpleAggregateFunction(any, String) CODEC(ZSTD(1)),
  requests SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  calls SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  busy_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  shared_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  blocking_ns SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
  -- The request in which it weighed most.
  heaviest SimpleAggregateFunction(max, Tuple(blocking_ns UInt64, trace_id FixedString(16), span_id FixedString(8))) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(time)
ORDER BY (service, endpoint, segment, fingerprint, call_site, time, environment, version)
TTL time + INTERVAL {ttl_minutes_days} DAY
SETTINGS non_replicated_deduplication_window = 10000;
