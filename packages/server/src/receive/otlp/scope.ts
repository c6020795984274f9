import type { EncodedEntries } from '../../record/map-column.ts';
import { MapColumn } from '../../record/map-column.ts';
import { StringColumn } from '../../record/string-column.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { Attribute, textOf } from './attribute.ts';
import type { DecodeLimits } from './limits.ts';

/** An instrumentation scope encoded once, to be copied into each of its rows. */
export interface ScopeCells {
  readonly name: Uint8Array;
  /** Its own attributes and `otel.scope.version`; they join the attributes of the row. */
  readonly attributes: EncodedEntries;
  /** Bytes that it adds to a row. */
  readonly size: number;
}

const MAX_NAME = 256;

/** Reads the InstrumentationScope message from `start` to `end`. Throws `WireFault`. */
export function readScope(reader: WireReader, start: number, end: number, limits: DecodeLimits): ScopeCells {
  const map = new MapColumn(1, 64);
  const attribute = new Attribute();
  let name = '';
  let version = '';
  reader.position = start;
  while (reader.position < end) {
    const tag = reader.tag(end);
    if (tag === 10 || tag === 18) {
      const stop = reader.end(end);
      const text = textOf(reader.bytes, reader.position, stop).slice(0, MAX_NAME);
      if (tag === 10) name = text;
      else version = text;
      reader.position = stop;
    } else if (tag === 26) {
      const stop = reader.end(end);
      attribute.read(reader, stop);
      if (map.byteLength() + (stop - reader.position) > limits.resourceBytes) continue;
      attribute.writeKey(reader, map.keys);
      attribute.writeValue(reader, map.values);
    } else {
      reader.skipUnknown(tag, end, 3);
    }
  }
  if (version !== '') map.entry('otel.scope.version', version);
  const nameColumn = new StringColumn(name.length + 2);
  nameColumn.text(name);
  const attributes = map.encodeEntries();
  const encodedName = nameColumn.encoded();
  return {
    name: encodedName,
    attributes,
    size: encodedName.length + attributes.keys.length + attributes.values.length,
  };
}
