import type { Row } from '../native-rows.ts';

/** What the rows of a request must be, computed the slow and plain way from the reference decoder's objects. */

interface Value {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly bytesValue?: Buffer;
  readonly arrayValue?: { readonly values?: readonly Value[] };
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] };
}
interface KeyValue {
  readonly key?: string;
  readonly value?: Value;
}
interface Context {
  readonly attributes?: readonly KeyValue[];
  readonly droppedAttributesCount?: number;
  readonly name?: string;
  readonly version?: string;
}
type Item = Record<string, unknown>;
type Pair = readonly [key: string, value: string];

const ZERO_16 = '0'.repeat(32);
const ZERO_8 = '0'.repeat(16);

export function valueText(value: Value | undefined): string {
  if (value?.stringValue !== undefined) return value.stringValue;
  if (value?.bytesValue !== undefined) return value.bytesValue.toString('base64');
  if (value?.arrayValue !== undefined || value?.kvlistValue !== undefined) return valueJson(value);
  return String(value?.boolValue ?? value?.intValue ?? value?.doubleValue ?? '');
}

function valueJson(value: Value | undefined): string {
  if (value?.arrayValue !== undefined) return `[${(value.arrayValue.values ?? []).map(valueJson).join(',')}]`;
  if (value?.kvlistValue !== undefined) {
    const items = (value.kvlistValue.values ?? []).map(
      (item) => `${JSON.stringify(item.key ?? '')}:${valueJson(item.value)}`,
    );
    return `{${items.join(',')}}`;
  }
  if (value?.intValue !== undefined) return value.intValue;
  if (value?.boolValue !== undefined) return String(value.boolValue);
  if (value?.doubleValue !== undefined && Number.isFinite(value.doubleValue))
    return String(value.doubleValue);
  if (value === undefined || Object.keys(value).length === 0) return 'null';
  return JSON.stringify(valueText(value));
}

function pairs(attributes: readonly KeyValue[] | undefined): Pair[] {
  return (attributes ?? []).map(({ key, value }) => [key ?? '', valueText(value)]);
}

function count(name: string, number: unknown): Pair[] {
  return number ? [[`otel.dropped_${name}_count`, String(number)]] : [];
}

function* items(request: Item, names: readonly [string, string, string]) {
  for (const part of (request[names[0]] as Item[]) ?? []) {
    for (const scopePart of (part[names[1]] as Item[]) ?? []) {
      for (const item of (scopePart[names[2]] as Item[]) ?? []) {
        yield { item, resource: (part.resource ?? {}) as Context, scope: (scopePart.scope ?? {}) as Context };
      }
    }
  }
}

function resourceColumns(resource: Context): Row {
  const service = resource.attributes?.filter(({ key }) => key === 'service.name').at(-1);
  return {
    service: valueText(service?.value) || 'unknown_service',
    environment: '',
    version: '',
    instance: '',
  };
}

function resourceMap(resource: Context): Pair[] {
  return [...pairs(resource.attributes), ...count('attributes', resource.droppedAttributesCount)];
}

function scopePairs(scope: Context): Pair[] {
  return [
    ...pairs(scope.attributes),
    ...(scope.version ? [['otel.scope.version', scope.version] as const] : []),
  ];
}

/** FNV-1a, 64 bits. */
export function fnv1a(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash;
}

const hex = (buffer: unknown, zero: string) => (buffer as Buffer | undefined)?.toString('hex') || zero;
const big = (number: unknown) => BigInt((number as string | undefined) ?? 0);

export function spanRows(request: Item): Row[] {
  return Array.from(
    items(request, ['resourceSpans', 'scopeSpans', 'spans']),
    ({ item: span, resource, scope }) => {
      const start = big(span.startTimeUnixNano);
      const durationNs = big(span.endTimeUnixNano) > start ? big(span.endTimeUnixNano) - start : 0n;
      const kind = (span.kind as number | undefined) ?? 0;
      const parent = hex(span.parentSpanId, ZERO_8);
      const isEntry = kind === 2 || kind === 5 || parent === ZERO_8;
      const name = (span.name as string | undefined) ?? '';
      const status = (span.status ?? {}) as { code?: number; message?: string };
      const events = (span.events as Item[] | undefined) ?? [];
      const links = (span.links as Item[] | undefined) ?? [];
      return {
        ...resourceColumns(resource),
        time: start,
        trace_id: hex(span.traceId, ''),
        span_id: hex(span.spanId, ''),
        parent_span_id: parent,
        trace_state: span.traceState ?? '',
        flags: span.flags ?? 0,
        name,
        kind,
        duration_ns: durationNs,
        status: status.code ?? 0,
        status_message: status.message ?? '',
        is_entry: isEntry,
        complete: false,
        segment: kind === 3 || kind === 4 ? 'external' : 'view',
        cause: name,
        fingerprint: fnv1a(name),
        call_site: '',
        repeat_count: 1,
        repeat_busy_ns: 0n,
        repeat_max_ns: 0n,
        queue_ns: 0n,
        gc_ns: 0n,
        endpoint: isEntry ? name : '',
        method: '',
        path: '',
        status_code: 0,
        error_type: '',
        scope: scope.name ?? '',
        agent: '',
        attributes: [
          ...pairs(span.attributes as KeyValue[]),
          ...scopePairs(scope),
          ...count('attributes', span.droppedAttributesCount),
          ...count('events', span.droppedEventsCount),
          ...count('links', span.droppedLinksCount),
        ],
        resource_attributes: resourceMap(resource),
        'events.time': events.map((event) => big(event.timeUnixNano)),
        'events.name': events.map((event) => event.name ?? ''),
        'events.attributes': events.map((event) => [
          ...pairs(event.attributes as KeyValue[]),
          ...count('attributes', event.droppedAttributesCount),
        ]),
        'links.trace_id': links.map((link) => hex(link.traceId, '')),
        'links.span_id': links.map((link) => hex(link.spanId, '')),
        'links.attributes': links.map((link) => [
          ...pairs(link.attributes as KeyValue[]),
          ...count('attributes', link.droppedAttributesCount),
        ]),
      };
    },
  );
}

export function logRows(request: Item): Row[] {
  return Array.from(
    items(request, ['resourceLogs', 'scopeLogs', 'logRecords']),
    ({ item: log, resource, scope }) => ({
      ...resourceColumns(resource),
      time: big(log.timeUnixNano),
      observed_time: big(log.observedTimeUnixNano),
      severity_number: log.severityNumber ?? 0,
      severity_text: log.severityText ?? '',
      body: valueText(log.body as Value | undefined),
      event_name: log.eventName ?? '',
      scope: scope.name ?? '',
      trace_id: hex(log.traceId, ZERO_16),
      span_id: hex(log.spanId, ZERO_8),
      flags: log.flags ?? 0,
      attributes: [
        ...pairs(log.attributes as KeyValue[]),
        ...scopePairs(scope),
        ...count('attributes', log.droppedAttributesCount),
      ],
      resource_attributes: resourceMap(resource),
    }),
  );
}

const KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** Data points with the series each belongs to, as the joined tables must give them. */
export function pointRows(request: Item): Row[] {
  const rows: Row[] = [];
  for (const { item: metric, resource } of items(request, ['resourceMetrics', 'scopeMetrics', 'metrics'])) {
    const kind = KINDS.findIndex((name) => metric[name] !== undefined);
    const data = (metric[KINDS[kind] ?? ''] ?? {}) as Item;
    for (const point of (data.dataPoints as Item[] | undefined) ?? []) {
      const resourceLabels = pairs(resource.attributes?.filter(({ key }) => key !== 'service.name'));
      rows.push({
        ...resourceColumns(resource),
        metric: metric.name,
        type: kind + 1,
        unit: metric.unit ?? '',
        description: metric.description ?? '',
        monotonic: kind === 1 && data.isMonotonic === true,
        temporality: data.aggregationTemporality ?? 0,
        attributes: [...pairs(point.attributes as KeyValue[]), ...resourceLabels].sort(),
        time: big(point.timeUnixNano) / 1_000_000n,
        ...(kind < 2 ? { value: Number(point.asDouble ?? point.asInt) } : histogramColumns(point)),
      });
    }
  }
  return rows;
}

function histogramColumns(point: Item): Row {
  const quantiles = (point.quantileValues as { quantile?: number; value?: number }[] | undefined) ?? [];
  const bigs = (numbers: unknown) => ((numbers as string[] | undefined) ?? []).map(BigInt);
  const positive = (point.positive ?? {}) as Item;
  const negative = (point.negative ?? {}) as Item;
  return {
    start_time: big(point.startTimeUnixNano) / 1_000_000n,
    count: big(point.count),
    sum: point.sum ?? 0,
    min: point.min ?? null,
    max: point.max ?? null,
    bounds: [
      ...((point.explicitBounds as number[] | undefined) ?? []),
      ...quantiles.map((item) => item.quantile ?? 0),
    ],
    counts: bigs(point.bucketCounts),
    quantile_values: quantiles.map((item) => item.value ?? 0),
    scale: point.scale ?? 0,
    zero_count: big(point.zeroCount),
    zero_threshold: point.zeroThreshold ?? 0,
    positive_offset: positive.offset ?? 0,
    positive_counts: bigs(positive.bucketCounts),
    negative_offset: negative.offset ?? 0,
    negative_counts: bigs(negative.bucketCounts),
  };
}
