-- Configuration and cursors: the newest version of a key wins.
CREATE TABLE documents (
  kind LowCardinality(String),
  key String,
  version UInt64,
  deleted Bool,
  body String CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (kind, key)
SETTINGS non_replicated_deduplication_window = 1000;
