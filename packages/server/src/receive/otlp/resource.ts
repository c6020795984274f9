import type { EncodedEntries } from '../../record/map-column.ts';
import { MapColumn } from '../../record/map-column.ts';
import { StringColumn } from '../../record/string-column.ts';
import { Fnv64 } from '../normalise/fnv.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { Attribute, textOf } from './attribute.ts';
import type { DecodeLimits } from './limits.ts';

/** A resource encoded once, to be copied into each of its rows. Cells are in the form of the Native format. */
export interface ResourceCells {
  readonly service: Uint8Array;
  readonly environment: Uint8Array;
  readonly version: Uint8Array;
  readonly instance: Uint8Array;
  /** The SDK or distribution that sends, e.g. `vitalfew-django 0.1.0` or `opentelemetry python 1.27.0`. */
  readonly agent: Uint8Array;
  readonly attributes: EncodedEntries;
  /** Those attributes that tell series apart besides the columns. */
  readonly seriesAttributes: EncodedEntries;
  /** Hash of all that makes this resource's series its own. */
  readonly seriesSeed: { readonly low: number; readonly high: number };
  /** All of them together, bytes: what a row costs besides its own. */
  readonly size: number;
}

/** Resource attributes that have columns or say who sends: they do not tell series apart. */
const IDENTITY_KEYS: ReadonlySet<string> = new Set([
  'service.name',
  'service.version',
  'service.instance.id',
  'deployment.environment',
  'deployment.environment.name',
  'telemetry.sdk.name',
  'telemetry.sdk.language',
  'telemetry.sdk.version',
  'telemetry.distro.name',
  'telemetry.distro.version',
  'host.name',
  'process.pid',
]);

/**
 * Reads the Resource message from `start` to `end`; none where they are equal. Attributes beyond
 * `limits.resourceBytes` are dropped and counted in `otel.dropped_attributes_count`: they would be copied
 * into every row. Throws `WireFault`.
 */
export function readResource(
  reader: WireReader,
  start: number,
  end: number,
  limits: DecodeLimits,
): ResourceCells {
  const named = new Map<string, string>();
  const map = new MapColumn(1, 512);
  const seriesMap = new MapColumn(1, 128);
  const attribute = new Attribute();
  let dropped = 0;
  reader.position = start;
  while (reader.position < end) {
    const tag = reader.tag(end);
    if (tag === 10) {
      const stop = reader.end(end);
      attribute.read(reader, stop);
      if (map.byteLength() + (stop - reader.position) > limits.resourceBytes) {
        dropped++;
        continue;
      }
      attribute.writeKey(reader, map.keys);
      attribute.writeValue(reader, map.values);
      const key = textOf(reader.bytes, attribute.keyStart, attribute.keyEnd);
      if (IDENTITY_KEYS.has(key)) {
        named.set(key, attribute.text(reader));
      } else {
        attribute.writeKey(reader, seriesMap.keys);
        attribute.writeValue(reader, seriesMap.values);
      }
    } else if (tag === 16) {
      dropped += reader.uint32(end);
    } else {
      reader.skipUnknown(tag, end, 2);
    }
  }
  if (dropped > 0) map.entry('otel.dropped_attributes_count', String(dropped));
  const attributes = map.encodeEntries();
  const cells = {
    service: cell(named.get('service.name') || 'unknown_service'),
    environment: cell(named.get('deployment.environment.name') ?? named.get('deployment.environment') ?? ''),
    version: cell(named.get('service.version') ?? ''),
    instance: cell(named.get('service.instance.id') ?? processOf(named)),
    agent: cell(agentOf(named)),
    attributes,
    seriesAttributes: seriesMap.encodeEntries(),
  };
  const seriesSeed = seedOf(cells);
  const size =
    cells.service.length +
    cells.environment.length +
    cells.version.length +
    cells.instance.length +
    cells.agent.length +
    attributes.keys.length +
    attributes.values.length;
  return { ...cells, seriesSeed, size };
}

function seedOf(cells: Omit<ResourceCells, 'seriesSeed' | 'size'>): { low: number; high: number } {
  const hash = new Fnv64();
  const { keys, values } = cells.seriesAttributes;
  for (const part of [cells.service, cells.environment, cells.version, cells.instance, keys, values]) {
    hash.add(part, 0, part.length);
  }
  return { low: hash.low, high: hash.high };
}

function processOf(named: ReadonlyMap<string, string>): string {
  return joined(':', named.get('host.name'), named.get('process.pid'));
}

function agentOf(named: ReadonlyMap<string, string>): string {
  const distribution = named.get('telemetry.distro.name');
  if (distribution) return joined(' ', distribution, named.get('telemetry.distro.version'));
  return joined(
    ' ',
    named.get('telemetry.sdk.name'),
    named.get('telemetry.sdk.language'),
    named.get('telemetry.sdk.version'),
  );
}

function joined(separator: string, ...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator);
}

function cell(text: string): Uint8Array {
  const column = new StringColumn(16);
  column.text(text.slice(0, 256));
  return column.encoded();
}
