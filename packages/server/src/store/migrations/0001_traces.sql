-- Spans as they arrived, normalised. Sorted so that the spans of one trace lie together within a minute of
-- one service: a third of the size of a name-first order, and a trace is one granule (ARCHITECTURE.md).
CREATE TABLE spans (
  time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  ingested DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  instance LowCardinality(String),
  trace_id FixedString(16) CODEC(ZSTD(1)),
  span_id FixedString(8) CODEC(ZSTD(1)),
  parent_span_id FixedString(8) CODEC(ZSTD(1)),
  trace_state String CODEC(ZSTD(1)),
  flags UInt32 CODEC(ZSTD(1)),
  name LowCardinality(String),
  kind Enum8('unspecified' = 0, 'internal' = 1, 'server' = 2, 'client' = 3, 'producer' = 4, 'consumer' = 5),
  duration_ns UInt64 CODEC(ZSTD(1)),
  status Enum8('unset' = 0, 'ok' = 1, 'error' = 2),
  status_message String CODEC(ZSTD(1)),
  is_entry Bool,
  complete Bool,
  segment LowCardinality(String),
  cause LowCardinality(String),
  fingerprint UInt64 CODEC(ZSTD(1)),
  call_site LowCardinality(String),
  repeat_count UInt32 CODEC(ZSTD(1)),
  repeat_busy_ns UInt64 CODEC(ZSTD(1)),
  repeat_max_ns UInt64 CODEC(ZSTD(1)),
  queue_ns UInt64 CODEC(ZSTD(1)),
  gc_ns UInt64 CODEC(ZSTD(1)),
  endpoint LowCardinality(String),
  method LowCardinality(String),
  path String CODEC(ZSTD(1)),
  status_code UInt16 CODEC(ZSTD(1)),
  error_type LowCardinality(String),
  scope LowCardinality(String),
  agent LowCardinality(String),
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  events Nested (
    time DateTime64(9, 'UTC'),
    name LowCardinality(String),
    attributes Map(LowCardinality(String), String)
  ),
  links Nested (
    trace_id FixedString(16),
    span_id FixedString(8),
    attributes Map(LowCardinality(String), String)
  ),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1,
  INDEX ingested_range ingested TYPE minmax GRANULARITY 1,
  INDEX attribute_values mapValues(attributes) TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (service, toStartOfMinute(time), trace_id, time)
TTL toDateTime(time) + INTERVAL {ttl_spans_days} DAY
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1;

-- One row for each entry span: the exact account of its response time. Never sampled.
CREATE TABLE requests (
  time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  instance LowCardinality(String),
  endpoint LowCardinality(String),
  kind LowCardinality(String),
  trace_id FixedString(16) CODEC(ZSTD(1)),
  span_id FixedString(8) CODEC(ZSTD(1)),
  method LowCardinality(String),
  path String CODEC(ZSTD(1)),
  status_code UInt16 CODEC(ZSTD(1)),
  error Bool,
  error_type LowCardinality(String),
  response_ns UInt64 CODEC(ZSTD(1)),
  queue_ns UInt64 CODEC(ZSTD(1)),
  middleware_ns UInt64 CODEC(ZSTD(1)),
  view_ns UInt64 CODEC(ZSTD(1)),
  database_ns UInt64 CODEC(ZSTD(1)),
  cache_ns UInt64 CODEC(ZSTD(1)),
  template_ns UInt64 CODEC(ZSTD(1)),
  external_ns UInt64 CODEC(ZSTD(1)),
  serialisation_ns UInt64 CODEC(ZSTD(1)),
  gc_ns UInt64 CODEC(ZSTD(1)),
  unexplained_ns UInt64 CODEC(ZSTD(1)),
  database_calls UInt32 CODEC(ZSTD(1)),
  cache_calls UInt32 CODEC(ZSTD(1)),
  external_calls UInt32 CODEC(ZSTD(1)),
  spans UInt32 CODEC(ZSTD(1)),
  -- Log bucket of response_ns: packages/trace histogram.ts, relative error at most 1 %.
  bucket Int16 CODEC(ZSTD(1)),
  -- 0 satisfied, 1 tolerating, 2 frustrated.
  apdex UInt8 CODEC(ZSTD(1)),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (service, endpoint, toDateTime(time))
TTL toDateTime(time) + INTERVAL {ttl_requests_days} DAY
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1;
