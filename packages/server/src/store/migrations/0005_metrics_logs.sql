CREATE TABLE series (
  series_id UInt64,
  metric LowCardinality(String),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  instance LowCardinality(String),
  type Enum8('gauge' = 1, 'sum' = 2, 'histogram' = 3, 'exponential_histogram' = 4, 'summary' = 5),
  unit LowCardinality(String),
  description String CODEC(ZSTD(1)),
  monotonic Bool,
  temporality Enum8('unspecified' = 0, 'delta' = 1, 'cumulative' = 2),
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  last_seen DateTime('UTC')
)
ENGINE = ReplacingMergeTree(last_seen)
ORDER BY (metric, service, series_id)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE samples (
  series_id UInt64 CODEC(ZSTD(1)),
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  value Float64 CODEC(Gorilla, ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (series_id, time)
TTL toDateTime(time) + INTERVAL {ttl_samples_days} DAY
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1;

-- Histogram, exponential histogram and summary points, as sent.
CREATE TABLE histograms (
  series_id UInt64 CODEC(ZSTD(1)),
  time DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
  start_time DateTime64(3, 'UTC') CODEC(ZSTD(1)),
  count UInt64 CODEC(ZSTD(1)),
  sum Float64 CODEC(ZSTD(1)),
  min Nullable(Float64) CODEC(ZSTD(1)),
  max Nullable(Float64) CODEC(ZSTD(1)),
  -- Explicit bounds with count n + 1, or summary quantiles with their values.
  bounds Array(Float64) CODEC(ZSTD(1)),
  counts Array(UInt64) CODEC(ZSTD(1)),
  quantile_values Array(Float64) CODEC(ZSTD(1)),
  -- Exponential histograms: base 2^(2^-scale).
  scale Int32 CODEC(ZSTD(1)),
  zero_count UInt64 CODEC(ZSTD(1)),
  zero_threshold Float64 CODEC(ZSTD(1)),
  positive_offset Int32 CODEC(ZSTD(1)),
  positive_counts Array(UInt64) CODEC(ZSTD(1)),
  negative_offset Int32 CODEC(ZSTD(1)),
  negative_counts Array(UInt64) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (series_id, time)
TTL toDateTime(time) + INTERVAL {ttl_samples_days} DAY
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1;

CREATE TABLE logs (
  time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  observed_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
  service LowCardinality(String),
  environment LowCardinality(String),
  version LowCardinality(String),
  instance LowCardinality(String),
  severity_number UInt8 CODEC(ZSTD(1)),
  severity_text LowCardinality(String),
  body String CODEC(ZSTD(1)),
  event_name LowCardinality(String),
  scope LowCardinality(String),
  trace_id FixedString(16) CODEC(ZSTD(1)),
  span_id FixedString(8) CODEC(ZSTD(1)),
  flags UInt32 CODEC(ZSTD(1)),
  attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  resource_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  INDEX body_words body TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(body)),
  INDEX trace_id_bloom trace_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY time
TTL toDateTime(time) + INTERVAL {ttl_logs_days} DAY
SETTINGS non_replicated_deduplication_window = 10000, ttl_only_drop_parts = 1;
