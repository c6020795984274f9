import fc from 'fast-check';

/** The clock of these tests, milliseconds; all times lie near it. */
export const NOW_MS = 1_795_000_000_000;
const NOW_NS = BigInt(NOW_MS) * 1_000_000n;

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const id = (length: number) => bytes(length).filter((buffer) => buffer.some((byte) => byte !== 0));
const text = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 15 }));
/** None of the keys that have a meaning begins with `x`. */
const key = text.map((value) => `x${value}`);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const time = fc.bigInt({ min: NOW_NS - 10n ** 15n, max: NOW_NS }).map(String);
/** JSON has no -0. */
const double = fc.double().map((number) => number + 0);

const { value } = fc.letrec<{ value: object; keyValue: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    int64.map((intValue) => ({ intValue })),
    fc.integer({ min: -5, max: 100_000 }).map((number) => ({ intValue: String(number) })),
    double.map((doubleValue) => ({ doubleValue })),
    fc.uint8Array({ maxLength: 50 }).map((array) => ({ bytesValue: Buffer.from(array) })),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie('keyValue'), { maxLength: 4 }).map((values) => ({ kvlistValue: { values } })),
  ),
  keyValue: fc.record({ key, value: tie('value') }),
}));
const attributes = fc.array(fc.record({ key, value }), { maxLength: 8 });
const dropped = fc.oneof(fc.constant(0), fc.nat(1000));

const event = fc.record({ timeUnixNano: time, name: text, attributes, droppedAttributesCount: dropped });
const link = fc.record({ traceId: id(16), spanId: id(8), attributes, droppedAttributesCount: dropped });
export const arbitrarySpan = fc.record(
  {
    traceId: id(16),
    spanId: id(8),
    traceState: text,
    parentSpanId: fc.oneof(id(8), fc.constant(Buffer.alloc(0))),
    name: text,
    kind: fc.integer({ min: 0, max: 5 }),
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes,
    droppedAttributesCount: dropped,
    events: fc.array(event, { maxLength: 3 }),
    droppedEventsCount: dropped,
    links: fc.array(link, { maxLength: 3 }),
    droppedLinksCount: dropped,
    status: fc.record({ message: text, code: fc.integer({ min: 0, max: 2 }) }),
    flags: fc.nat(0xffffffff),
  },
  { requiredKeys: ['traceId', 'spanId', 'startTimeUnixNano'] },
);

const logRecord = fc.record(
  {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: fc.integer({ min: 0, max: 24 }),
    severityText: text,
    body: value,
    attributes,
    droppedAttributesCount: dropped,
    flags: fc.nat(0xffffffff),
    traceId: fc.oneof(id(16), fc.constant(Buffer.alloc(0))),
    spanId: fc.oneof(id(8), fc.constant(Buffer.alloc(0))),
    eventName: text,
  },
  { requiredKeys: ['timeUnixNano', 'observedTimeUnixNano'] },
);

const numberPoint = fc
  .record({ startTimeUnixNano: time, timeUnixNano: time, attributes, number: fc.oneof(double, int64) })
  .map(({ number, ...point }) =>
    typeof number === 'number' ? { ...point, asDouble: number } : { ...point, asInt: number },
  );
const bounded = { startTimeUnixNano: time, timeUnixNano: time, attributes, count: uint64, sum: double };
const extremes = fc.record({ min: double, max: double }, { requiredKeys: [] });
const histogramPoint = fc
  .tuple(
    fc.record({ ...bounded, explicitBounds: fc.array(double, { maxLength: 6 }) }),
    fc.array(uint64, { minLength: 7, maxLength: 7 }),
    extremes,
  )
  .map(([point, counts, range]) => ({
    ...point,
    ...range,
    bucketCounts: counts.slice(0, point.explicitBounds.length + 1),
  }));
const buckets = fc.record({
  offset: fc.integer({ min: -5000, max: 5000 }),
  bucketCounts: fc.array(uint64, { maxLength: 6 }),
});
const exponentialPoint = fc
  .tuple(
    fc.record({
      ...bounded,
      scale: fc.integer({ min: -10, max: 20 }),
      zeroCount: uint64,
      zeroThreshold: double,
      positive: buckets,
      negative: buckets,
    }),
    extremes,
  )
  .map(([point, range]) => ({ ...point, ...range }));
const summaryPoint = fc.record({
  ...bounded,
  quantileValues: fc.array(fc.record({ quantile: double, value: double }), { maxLength: 4 }),
});
const temporality = fc.integer({ min: 0, max: 2 });
const points = <T>(point: fc.Arbitrary<T>) => fc.array(point, { maxLength: 4 });
const data = fc.oneof(
  fc.record({ dataPoints: points(numberPoint) }).map((gauge) => ({ gauge })),
  fc
    .record({
      dataPoints: points(numberPoint),
      aggregationTemporality: temporality,
      isMonotonic: fc.boolean(),
    })
    .map((sum) => ({ sum })),
  fc
    .record({ dataPoints: points(histogramPoint), aggregationTemporality: temporality })
    .map((histogram) => ({ histogram })),
  fc
    .record({ dataPoints: points(exponentialPoint), aggregationTemporality: temporality })
    .map((exponentialHistogram) => ({ exponentialHistogram })),
  fc.record({ dataPoints: points(summaryPoint) }).map((summary) => ({ summary })),
);
const metric = fc
  .tuple(fc.record({ name: text.map((name) => `m${name}`), description: text, unit: text }), data)
  .map(([head, body]) => ({ ...head, ...body }));

const scope = fc.record({ name: text, version: text, attributes });
const resource = fc.tuple(attributes, fc.option(text, { nil: undefined })).map(([others, service]) => ({
  attributes:
    service === undefined ? others : [{ key: 'service.name', value: { stringValue: service } }, ...others],
}));

function frame<T>(name: string, scopes: string, items: string, item: fc.Arbitrary<T>): fc.Arbitrary<object> {
  const scopePart = fc.record(
    { [items]: fc.array(item, { maxLength: 4 }), scope, schemaUrl: text },
    { requiredKeys: [items] },
  );
  const part = fc.record(
    { [scopes]: fc.array(scopePart, { maxLength: 2 }), resource, schemaUrl: text },
    { requiredKeys: [scopes] },
  );
  return fc.record({ [name]: fc.array(part, { maxLength: 2 }) });
}

export const arbitraryTraces = frame('resourceSpans', 'scopeSpans', 'spans', arbitrarySpan);
export const arbitraryLogs = frame('resourceLogs', 'scopeLogs', 'logRecords', logRecord);
export const arbitraryMetrics = frame('resourceMetrics', 'scopeMetrics', 'metrics', metric);
