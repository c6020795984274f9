import type { SpanBatch } from '../../record/span-batch.ts';
import { queryStart, urlAuthority } from '../normalise/url-range.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { type Attribute, MAX_NAME_BYTES, VALUE_STRING } from './attribute.ts';
import { SLOT } from './known-keys.ts';
import { Scratch } from './scratch.ts';
import type { SpanFacts } from './span-facts.ts';
import type { SpanSlots } from './span-slots.ts';

const MAX_PATH_BYTES = 2048;
const SPACE = 0x20;

/** The request that a span is or makes: method, endpoint, path and status code. */
export class SpanHttp {
  readonly #batch: SpanBatch;
  readonly #slots: SpanSlots;
  readonly #scratch = new Scratch();

  constructor(batch: SpanBatch, slots: SpanSlots) {
    this.#batch = batch;
    this.#slots = slots;
  }

  write(reader: WireReader, span: SpanFacts): void {
    const batch = this.#batch;
    const { bytes } = reader;
    const method = this.#slots.get(SLOT.method);
    const route = this.#slots.get(SLOT.route);
    if (method?.kind === VALUE_STRING) batch.method.appendUntrusted(bytes, method.start, method.end, 64);
    else batch.method.empty();

    if (!span.isEntry) {
      batch.endpoint.empty();
    } else if (method?.kind === VALUE_STRING && route?.kind === VALUE_STRING && route.end > route.start) {
      const scratch = this.#scratch;
      scratch.clear();
      scratch.add(bytes, method.start, method.end);
      scratch.byte(SPACE);
      scratch.add(bytes, route.start, route.end);
      batch.endpoint.appendUntrusted(scratch.bytes, 0, scratch.length, MAX_NAME_BYTES);
    } else {
      batch.endpoint.appendUntrusted(bytes, span.nameStart, span.nameEnd, MAX_NAME_BYTES);
    }

    const path = this.#slots.get(SLOT.path);
    if (path?.kind === VALUE_STRING) {
      batch.path.appendUntrusted(bytes, path.start, queryStart(bytes, path.start, path.end), MAX_PATH_BYTES);
    } else {
      this.#writePathOfUrl(bytes, this.#slots.get(SLOT.url));
    }
    const status = this.#slots.get(SLOT.statusCode)?.count(reader) ?? 0;
    batch.statusCode.uint16(status <= 0xffff ? status : 0);
  }

  #writePathOfUrl(bytes: Uint8Array, url: Attribute | undefined): void {
    const authority = url?.kind === VALUE_STRING ? urlAuthority(bytes, url.start, url.end) : undefined;
    if (url === undefined || authority === undefined) this.#batch.path.empty();
    else {
      const cut = queryStart(bytes, authority.end, url.end);
      this.#batch.path.appendUntrusted(bytes, authority.end, cut, MAX_PATH_BYTES);
    }
  }
}
