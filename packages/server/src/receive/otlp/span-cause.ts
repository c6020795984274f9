import { classifySegment, type Segment, type SegmentClues } from '@vitalfew/trace';
import type { SpanBatch } from '../../record/span-batch.ts';
import { Fnv64 } from '../normalise/fnv.ts';
import { maskKey } from '../normalise/mask-command.ts';
import type { StatementCache } from '../normalise/statement-cache.ts';
import { TextInterner } from '../normalise/text-interner.ts';
import { urlAuthority } from '../normalise/url-range.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { MAX_NAME_BYTES, MAX_VALUE_BYTES, VALUE_STRING } from './attribute.ts';
import { SLOT } from './known-keys.ts';
import { Scratch } from './scratch.ts';
import type { SpanFacts } from './span-facts.ts';
import type { SpanSlots } from './span-slots.ts';

const KINDS: readonly SegmentClues['kind'][] = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];
const MAX_CAUSE_BYTES = 2048;
const SPACE = 0x20;
const COLON = 0x3a;
const QUERY_TEXT = 'db.query.text';

/** What a span's time is put down to: segment, cause, fingerprint and call site (docs/telemetry.md, "Causes"). */
export class SpanCause {
  readonly #batch: SpanBatch;
  readonly #slots: SpanSlots;
  readonly #statements: StatementCache;
  readonly #scratch = new Scratch();
  readonly #hash = new Fnv64();
  readonly #texts = new TextInterner();

  constructor(batch: SpanBatch, slots: SpanSlots, statements: StatementCache) {
    this.#batch = batch;
    this.#slots = slots;
    this.#statements = statements;
  }

  /** Segment, cause and fingerprint, and the normalised statement among the attributes. */
  write(reader: WireReader, span: SpanFacts): void {
    const batch = this.#batch;
    const dbSystem = this.#textOf(reader, SLOT.dbSystem);
    const segment = classifySegment({
      explicit: this.#textOf(reader, SLOT.segment),
      dbSystem,
      kind: KINDS[span.kind] as SegmentClues['kind'],
      isEntry: span.isEntry,
      complete: span.isComplete,
    });
    batch.segment.text(segment);
    this.#writeCallSite(reader);

    const query = this.#slots.get(SLOT.dbText);
    if (query?.kind === VALUE_STRING && query.end > query.start) {
      const statement = this.#statements.get(reader.bytes, query.start, query.end, dbSystem);
      const { text } = statement;
      batch.attributes.keys.text(QUERY_TEXT);
      batch.attributes.values.appendUntrusted(text, 0, text.length, MAX_VALUE_BYTES);
      if (segment === 'database') {
        batch.cause.appendUntrusted(text, 0, text.length, MAX_CAUSE_BYTES);
        batch.fingerprint.uint64(statement.fingerprintLow, statement.fingerprintHigh);
        return;
      }
      if (segment === 'cache' && this.#slots.get(SLOT.cacheOperation) === undefined) {
        this.#scratch.clear();
        this.#scratch.add(text, 0, text.length);
        this.#writeCause();
        return;
      }
    }
    this.#composeCause(reader, segment, span);
    this.#writeCause();
  }

  #composeCause(reader: WireReader, segment: Segment, span: SpanFacts): void {
    const { bytes } = reader;
    const scratch = this.#scratch;
    scratch.clear();
    switch (segment) {
      case 'database':
        this.#addFirst(bytes, SLOT.dbSummary, SLOT.dbOperation);
        break;
      case 'cache': {
        this.#addFirst(bytes, SLOT.cacheOperation, SLOT.dbOperation);
        const key = this.#slots.get(SLOT.cacheKey);
        if (scratch.length > 0 && key?.kind === VALUE_STRING) {
          const template = Buffer.from(maskKey(key.text(reader)));
          scratch.byte(SPACE);
          scratch.add(template, 0, template.length);
        }
        break;
      }
      case 'template':
        this.#addFirst(bytes, SLOT.template, SLOT.template);
        break;
      case 'external':
        this.#composeExternal(reader);
        break;
      default:
        this.#addFirst(bytes, SLOT.code, SLOT.code);
    }
    if (scratch.length === 0) scratch.add(bytes, span.nameStart, span.nameEnd);
  }

  /** `GET api.example.com:8080`. */
  #composeExternal(reader: WireReader): void {
    const { bytes } = reader;
    const scratch = this.#scratch;
    const method = this.#slots.get(SLOT.method);
    const host = this.#slots.get(SLOT.host);
    const url = this.#slots.get(SLOT.url);
    const authority = url?.kind === VALUE_STRING ? urlAuthority(bytes, url.start, url.end) : undefined;
    if (host?.kind !== VALUE_STRING && authority === undefined) return;
    if (method?.kind === VALUE_STRING) {
      scratch.add(bytes, method.start, method.end);
      scratch.byte(SPACE);
    }
    if (host?.kind === VALUE_STRING) {
      scratch.add(bytes, host.start, host.end);
      const port = this.#slots.get(SLOT.port)?.count(reader) ?? 0;
      if (port > 0 && port !== 80 && port !== 443) {
        scratch.byte(COLON);
        scratch.text(String(port));
      }
    } else if (authority !== undefined) {
      scratch.add(bytes, authority.host, authority.end);
    }
  }

  #writeCause(): void {
    const scratch = this.#scratch;
    this.#batch.cause.appendUntrusted(scratch.bytes, 0, scratch.length, MAX_CAUSE_BYTES);
    this.#hash.reset();
    this.#hash.add(scratch.bytes, 0, scratch.length);
    this.#batch.fingerprint.uint64(this.#hash.low, this.#hash.high);
  }

  #addFirst(bytes: Uint8Array, first: number, second: number): void {
    let found = this.#slots.get(first);
    if (found?.kind !== VALUE_STRING || found.end === found.start) found = this.#slots.get(second);
    if (found?.kind === VALUE_STRING) this.#scratch.add(bytes, found.start, found.end);
  }

  #textOf(reader: WireReader, slot: number): string {
    const found = this.#slots.get(slot);
    return found?.kind === VALUE_STRING ? this.#texts.get(reader.bytes, found.start, found.end) : '';
  }

  #writeCallSite(reader: WireReader): void {
    const file = this.#slots.get(SLOT.file);
    if (file?.kind !== VALUE_STRING) {
      this.#batch.callSite.empty();
      return;
    }
    const scratch = this.#scratch;
    scratch.clear();
    scratch.add(reader.bytes, file.start, file.end);
    const line = this.#slots.get(SLOT.line)?.count(reader) ?? 0;
    if (line > 0) {
      scratch.byte(COLON);
      scratch.text(String(line));
    }
    this.#batch.callSite.appendUntrusted(scratch.bytes, 0, scratch.length, MAX_NAME_BYTES);
  }
}
