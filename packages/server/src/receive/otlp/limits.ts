/** What one message may hold and become. */
export interface DecodeLimits {
  /** A message, after decompression, bytes. */
  readonly messageBytes: number;
  /** A message in JSON, bytes: parsed it takes many times as much. */
  readonly jsonBytes: number;
  /** What a message may grow to as columns, bytes; resource attributes are copied into every row. */
  readonly decodedBytes: number;
  /** Resources and scopes of a message: even an empty one, of two bytes, is an object while it is read. */
  readonly parts: number;
  /** Attributes of one resource or scope, bytes. */
  readonly resourceBytes: number;
  readonly attributesPerItem: number;
  readonly eventsPerSpan: number;
  readonly linksPerSpan: number;
  /** Items of a message that may be malformed before the whole of it is refused. */
  readonly malformedItems: number;
  /** How far back a time may lie: the retention, seconds. */
  readonly pastSeconds: number;
  readonly futureSeconds: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: DecodeLimits = {
  messageBytes: 64 * MIB,
  jsonBytes: 32 * MIB,
  decodedBytes: 256 * MIB,
  parts: 50_000,
  resourceBytes: 16 * 1024,
  attributesPerItem: 1024,
  eventsPerSpan: 1000,
  linksPerSpan: 1000,
  malformedItems: 10_000,
  pastSeconds: 14 * 86_400,
  futureSeconds: 3600,
};
