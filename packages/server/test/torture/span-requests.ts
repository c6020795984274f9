import { randomFillSync } from 'node:crypto';

/** One OTLP/HTTP message of spans whose ids say which message and which place in it they have. */
export interface SpanRequests {
  readonly spansEach: number;
  /** The bytes of message `number`; valid until the next call. */
  message(number: number): Buffer;
}

/**
 * Messages are made once and their ids and times changed in place, so that making them costs the sender next to
 * nothing. A span id is message number and place, 4 bytes each, big-endian; a trace holds ten spans.
 */
export function spanRequests(spansEach: number): SpanRequests {
  const marker = Buffer.from('\x7f<ids>\x7f', 'latin1');
  const spans = Array.from({ length: spansEach }, (_, i) => span(i, marker));
  const scopeSpans = field(2, Buffer.concat(spans));
  const resource = field(1, attribute(1, 'service.name', 'torture'));
  const bytes = field(1, Buffer.concat([resource, scopeSpans]));
  const places: number[] = [];
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) places.push(at - 10);
  const random = randomFillSync(Buffer.alloc(8));
  return {
    spansEach,
    message(number) {
      const startNs = BigInt(Date.now()) * 1_000_000n;
      places.forEach((at, i) => {
        // Trace id: 2 bytes of field head, 16 bytes; span id: 2 and 8; start and end: 1 and 8 each.
        random.copy(bytes, at + 2);
        bytes.writeUInt32BE(number, at + 10);
        bytes.writeUInt32BE(Math.floor(i / 10), at + 14);
        bytes.writeUInt32BE(number, at + 20);
        bytes.writeUInt32BE(i, at + 24);
        bytes.writeBigUInt64LE(startNs, at + 29);
        bytes.writeBigUInt64LE(startNs + 1_000_000n, at + 38);
      });
      return bytes;
    },
  };
}

/** https://opentelemetry.io/docs/specs/otlp: Span of trace.proto. */
function span(i: number, marker: Buffer): Buffer {
  const ids = Buffer.concat([bytesField(1, Buffer.alloc(16)), bytesField(2, Buffer.alloc(8))]);
  marker.copy(ids, 10);
  return field(
    2,
    Buffer.concat([
      ids,
      Buffer.concat([Buffer.of((7 << 3) | 1), Buffer.alloc(8), Buffer.of((8 << 3) | 1), Buffer.alloc(8)]),
      bytesField(5, Buffer.from(i % 10 === 0 ? 'GET /books/' : `SELECT book ${i % 7}`)),
      Buffer.of(6 << 3, i % 10 === 0 ? 2 : 3),
      attribute(9, 'db.system.name', 'postgresql'),
      attribute(9, 'db.query.text', `SELECT "book"."id", "book"."name" FROM "book" WHERE "book"."id" = ${i}`),
    ]),
  );
}

function attribute(number: number, key: string, value: string): Buffer {
  const any = bytesField(2, bytesField(1, Buffer.from(value)));
  return field(number, Buffer.concat([bytesField(1, Buffer.from(key)), any]));
}

const bytesField = field;

function field(number: number, payload: Buffer): Buffer {
  const head: number[] = [(number << 3) | 2];
  let rest = payload.length;
  for (; rest > 127; rest >>>= 7) head.push((rest & 127) | 128);
  head.push(rest);
  return Buffer.concat([Buffer.from(head), payload]);
}
