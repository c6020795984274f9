/** How a field's value looks in JSON and on the wire; `hex` and `base64` are bytes. */
export type Scalar =
  | 'string'
  | 'hex'
  | 'base64'
  | 'bool'
  | 'double'
  | 'int64'
  | 'uint64'
  | 'uint32'
  | 'sint32'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed64';

export interface Field {
  readonly number: number;
  readonly type: Scalar | Message | EnumNames;
  readonly repeated: boolean;
}

/** Fields by their JSON name and by their name in the .proto file. A function, since messages contain themselves. */
export interface Message {
  readonly fields: () => ReadonlyMap<string, Field>;
}

/** Names of an enum without their common prefix, by value. */
export interface EnumNames {
  readonly prefix: string;
  readonly names: readonly string[];
}

type FieldSpec = readonly [number: number, type: Field['type'], repeated?: 'repeated'];

function message(specs: () => Readonly<Record<string, FieldSpec>>): Message {
  let fields: ReadonlyMap<string, Field> | undefined;
  return {
    fields: () => {
      fields ??= build(specs());
      return fields;
    },
  };
}

function build(specs: Readonly<Record<string, FieldSpec>>): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [name, [number, type, repeated]] of Object.entries(specs)) {
    const field = { number, type, repeated: repeated === 'repeated' };
    fields.set(name, field);
    fields.set(
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      field,
    );
  }
  return fields;
}

const SPAN_KIND: EnumNames = {
  prefix: 'SPAN_KIND_',
  names: ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'],
};
const STATUS_CODE: EnumNames = { prefix: 'STATUS_CODE_', names: ['UNSET', 'OK', 'ERROR'] };
const TEMPORALITY: EnumNames = {
  prefix: 'AGGREGATION_TEMPORALITY_',
  names: ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'],
};
const SEVERITY: EnumNames = {
  prefix: 'SEVERITY_NUMBER_',
  names: [
    'UNSPECIFIED',
    ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((level) => [
      level,
      `${level}2`,
      `${level}3`,
      `${level}4`,
    ]),
  ],
};

// common.proto and resource.proto
const ANY_VALUE: Message = message(() => ({
  stringValue: [1, 'string'],
  boolValue: [2, 'bool'],
  intValue: [3, 'int64'],
  doubleValue: [4, 'double'],
  arrayValue: [5, ARRAY_VALUE],
  kvlistValue: [6, KEY_VALUE_LIST],
  bytesValue: [7, 'base64'],
}));
const KEY_VALUE = message(() => ({ key: [1, 'string'], value: [2, ANY_VALUE] }));
const ARRAY_VALUE = message(() => ({ values: [1, ANY_VALUE, 'repeated'] }));
const KEY_VALUE_LIST = message(() => ({ values: [1, KEY_VALUE, 'repeated'] }));
const RESOURCE = message(() => ({
  attributes: [1, KEY_VALUE, 'repeated'],
  droppedAttributesCount: [2, 'uint32'],
}));
const SCOPE = message(() => ({
  name: [1, 'string'],
  version: [2, 'string'],
  attributes: [3, KEY_VALUE, 'repeated'],
  droppedAttributesCount: [4, 'uint32'],
}));

// trace.proto
const STATUS = message(() => ({ message: [2, 'string'], code: [3, STATUS_CODE] }));
const EVENT = message(() => ({
  timeUnixNano: [1, 'fixed64'],
  name: [2, 'string'],
  attributes: [3, KEY_VALUE, 'repeated'],
  droppedAttributesCount: [4, 'uint32'],
}));
const LINK = message(() => ({
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  traceState: [3, 'string'],
  attributes: [4, KEY_VALUE, 'repeated'],
  droppedAttributesCount: [5, 'uint32'],
  flags: [6, 'fixed32'],
}));
const SPAN = message(() => ({
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  traceState: [3, 'string'],
  parentSpanId: [4, 'hex'],
  name: [5, 'string'],
  kind: [6, SPAN_KIND],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, KEY_VALUE, 'repeated'],
  droppedAttributesCount: [10, 'uint32'],
  events: [11, EVENT, 'repeated'],
  droppedEventsCount: [12, 'uint32'],
  links: [13, LINK, 'repeated'],
  droppedLinksCount: [14, 'uint32'],
  status: [15, STATUS],
  flags: [16, 'fixed32'],
}));

// logs.proto
const LOG_RECORD = message(() => ({
  timeUnixNano: [1, 'fixed64'],
  severityNumber: [2, SEVERITY],
  severityText: [3, 'string'],
  body: [5, ANY_VALUE],
  attributes: [6, KEY_VALUE, 'repeated'],
  droppedAttributesCount: [7, 'uint32'],
  flags: [8, 'fixed32'],
  traceId: [9, 'hex'],
  spanId: [10, 'hex'],
  observedTimeUnixNano: [11, 'fixed64'],
  eventName: [12, 'string'],
}));

// metrics.proto; exemplars are not kept and so not read
const NUMBER_POINT = message(() => ({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  asInt: [6, 'sfixed64'],
  attributes: [7, KEY_VALUE, 'repeated'],
  flags: [8, 'uint32'],
}));
const HISTOGRAM_POINT = message(() => ({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'fixed64', 'repeated'],
  explicitBounds: [7, 'double', 'repeated'],
  attributes: [9, KEY_VALUE, 'repeated'],
  flags: [10, 'uint32'],
  min: [11, 'double'],
  max: [12, 'double'],
}));
const BUCKETS = message(() => ({ offset: [1, 'sint32'], bucketCounts: [2, 'uint64', 'repeated'] }));
const EXPONENTIAL_POINT = message(() => ({
  attributes: [1, KEY_VALUE, 'repeated'],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  scale: [6, 'sint32'],
  zeroCount: [7, 'fixed64'],
  positive: [8, BUCKETS],
  negative: [9, BUCKETS],
  flags: [10, 'uint32'],
  min: [12, 'double'],
  max: [13, 'double'],
  zeroThreshold: [14, 'double'],
}));
const QUANTILE = message(() => ({ quantile: [1, 'double'], value: [2, 'double'] }));
const SUMMARY_POINT = message(() => ({
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  quantileValues: [6, QUANTILE, 'repeated'],
  attributes: [7, KEY_VALUE, 'repeated'],
  flags: [8, 'uint32'],
}));
const data = (point: Message) =>
  message(() => ({
    dataPoints: [1, point, 'repeated'],
    aggregationTemporality: [2, TEMPORALITY],
    isMonotonic: [3, 'bool'],
  }));
const METRIC = message(() => ({
  name: [1, 'string'],
  description: [2, 'string'],
  unit: [3, 'string'],
  gauge: [5, data(NUMBER_POINT)],
  sum: [7, data(NUMBER_POINT)],
  histogram: [9, data(HISTOGRAM_POINT)],
  exponentialHistogram: [10, data(EXPONENTIAL_POINT)],
  summary: [11, data(SUMMARY_POINT)],
}));

/** The three requests: the same two frames around their items. */
function request(resources: string, scopes: string, items: string, item: Message): Message {
  const scopePart = message(() => ({
    scope: [1, SCOPE],
    [items]: [2, item, 'repeated'],
    schemaUrl: [3, 'string'],
  }));
  const part = message(() => ({
    resource: [1, RESOURCE],
    [scopes]: [2, scopePart, 'repeated'],
    schemaUrl: [3, 'string'],
  }));
  return message(() => ({ [resources]: [1, part, 'repeated'] }));
}

export const TRACE_REQUEST = request('resourceSpans', 'scopeSpans', 'spans', SPAN);
export const LOG_REQUEST = request('resourceLogs', 'scopeLogs', 'logRecords', LOG_RECORD);
export const METRIC_REQUEST = request('resourceMetrics', 'scopeMetrics', 'metrics', METRIC);
