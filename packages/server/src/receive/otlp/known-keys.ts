/** Meanings that a span's attributes may have for us (docs/telemetry.md); each is one slot of `SpanSlots`. */
export const SLOT = {
  segment: 0,
  complete: 1,
  queueNs: 2,
  gcNs: 3,
  repeatCount: 4,
  repeatBusyNs: 5,
  repeatMaxNs: 6,
  method: 7,
  route: 8,
  path: 9,
  statusCode: 10,
  errorType: 11,
  dbSystem: 12,
  dbText: 13,
  dbSummary: 14,
  dbOperation: 15,
  cacheOperation: 16,
  cacheKey: 17,
  template: 18,
  host: 19,
  port: 20,
  url: 21,
  code: 22,
  file: 23,
  line: 24,
} as const;
export const SLOTS = 25;

/** What becomes of the attribute in the row's map. */
export const KEEP = 0;
/** It has a column that says the same, or it is secret by nature. */
export const DROP = 1;
/** Query, fragment and credentials of the URL are dropped. */
export const URL_WITHOUT_SECRETS = 2;
/** Cut at the first `?`. */
export const CUT_QUERY = 3;
/** The key stays, the value becomes `[masked]`. */
export const MASK = 4;

export interface KnownKey {
  readonly bytes: Uint8Array;
  /** -1: none. */
  readonly slot: number;
  /** Of the names for one meaning the lowest rank wins: the newer name before the older one. */
  readonly rank: number;
  readonly treatment: number;
}

const KEYS: readonly (readonly [key: string, slot: number, rank: number, treatment: number])[] = [
  ['vitalfew.segment', SLOT.segment, 0, DROP],
  ['vitalfew.complete', SLOT.complete, 0, DROP],
  ['vitalfew.queue_ns', SLOT.queueNs, 0, DROP],
  ['vitalfew.gc_ns', SLOT.gcNs, 0, DROP],
  ['vitalfew.repeat.count', SLOT.repeatCount, 0, DROP],
  ['vitalfew.repeat.busy_ns', SLOT.repeatBusyNs, 0, DROP],
  ['vitalfew.repeat.max_ns', SLOT.repeatMaxNs, 0, DROP],
  ['vitalfew.cache.operation', SLOT.cacheOperation, 0, KEEP],
  ['vitalfew.cache.key', SLOT.cacheKey, 0, KEEP],
  ['vitalfew.template.name', SLOT.template, 0, KEEP],
  ['http.request.method', SLOT.method, 0, KEEP],
  ['http.method', SLOT.method, 1, KEEP],
  ['http.route', SLOT.route, 0, KEEP],
  ['url.path', SLOT.path, 0, CUT_QUERY],
  ['http.target', SLOT.path, 1, CUT_QUERY],
  ['http.response.status_code', SLOT.statusCode, 0, KEEP],
  ['http.status_code', SLOT.statusCode, 1, KEEP],
  ['error.type', SLOT.errorType, 0, KEEP],
  ['db.system.name', SLOT.dbSystem, 0, KEEP],
  ['db.system', SLOT.dbSystem, 1, KEEP],
  // Written as db.query.text once it is normalised.
  ['db.query.text', SLOT.dbText, 0, DROP],
  ['db.statement', SLOT.dbText, 1, DROP],
  ['db.query.summary', SLOT.dbSummary, 0, KEEP],
  ['db.operation.name', SLOT.dbOperation, 0, KEEP],
  ['db.operation', SLOT.dbOperation, 1, KEEP],
  ['server.address', SLOT.host, 0, KEEP],
  ['net.peer.name', SLOT.host, 1, KEEP],
  ['http.host', SLOT.host, 2, KEEP],
  ['server.port', SLOT.port, 0, KEEP],
  ['net.peer.port', SLOT.port, 1, KEEP],
  ['url.full', SLOT.url, 0, URL_WITHOUT_SECRETS],
  ['http.url', SLOT.url, 1, URL_WITHOUT_SECRETS],
  ['code.function.name', SLOT.code, 0, KEEP],
  ['code.function', SLOT.code, 1, KEEP],
  ['code.file.path', SLOT.file, 0, KEEP],
  ['code.filepath', SLOT.file, 1, KEEP],
  ['code.line.number', SLOT.line, 0, KEEP],
  ['code.lineno', SLOT.line, 1, KEEP],
  ['url.query', -1, 0, DROP],
  ['db.statement.parameters', -1, 0, MASK],
  ['http.request.header.authorization', -1, 0, MASK],
  ['http.request.header.proxy-authorization', -1, 0, MASK],
  ['http.request.header.proxy_authorization', -1, 0, MASK],
  ['http.request.header.cookie', -1, 0, MASK],
  ['http.request.header.x-api-key', -1, 0, MASK],
  ['http.request.header.x_api_key', -1, 0, MASK],
  ['http.response.header.set-cookie', -1, 0, MASK],
  ['http.response.header.set_cookie', -1, 0, MASK],
];

const PARAMETER_PREFIX = Buffer.from('db.query.parameter.');
const PARAMETER: KnownKey = { bytes: PARAMETER_PREFIX, slot: -1, rank: 0, treatment: MASK };

const BY_LENGTH: (readonly KnownKey[] | undefined)[] = [];
for (const [key, slot, rank, treatment] of KEYS) {
  BY_LENGTH[key.length] = [
    ...(BY_LENGTH[key.length] ?? []),
    { bytes: Buffer.from(key), slot, rank, treatment },
  ];
}

/** The meaning of the key that lies at `start` to `end`, if it has one. Makes no string: some 20 ns. */
export function knownKey(bytes: Uint8Array, start: number, end: number): KnownKey | undefined {
  const candidates = BY_LENGTH[end - start];
  if (candidates !== undefined) {
    for (const candidate of candidates) {
      if (endsAt(bytes, end, candidate.bytes)) return candidate;
    }
  }
  if (end - start > PARAMETER_PREFIX.length && bytes[start] === 0x64 && startsAt(bytes, start))
    return PARAMETER;
  return undefined;
}

/** From the last byte on, since many keys begin alike. */
function endsAt(bytes: Uint8Array, end: number, key: Uint8Array): boolean {
  const shift = end - key.length;
  for (let i = key.length - 1; i >= 0; i--) {
    if (bytes[shift + i] !== key[i]) return false;
  }
  return true;
}

function startsAt(bytes: Uint8Array, start: number): boolean {
  for (let i = PARAMETER_PREFIX.length - 1; i >= 0; i--) {
    if (bytes[start + i] !== PARAMETER_PREFIX[i]) return false;
  }
  return true;
}
