import { cutUtf8 } from '../../record/string-column.ts';
import { Fnv64 } from './fnv.ts';
import { maskCommand } from './mask-command.ts';
import { maskQuoted } from './mask-quoted.ts';

/** What the SQL normaliser says of a statement. */
export interface NormalisedStatement {
  /** Without any literal. */
  readonly text: string;
  readonly fingerprint: bigint;
}

/** `system` is `db.system.name` as sent (`postgresql`, `mysql`, …), empty where unknown: it tells the dialect. */
export type NormaliseSql = (statement: string, system: string) => NormalisedStatement;

export interface Statement {
  /** Normalised, UTF-8. */
  readonly text: Uint8Array;
  readonly fingerprintLow: number;
  readonly fingerprintHigh: number;
}

interface Entry extends Statement {
  readonly system: string;
  readonly raw: Uint8Array;
}

const SLOTS = 4096;
/** Longer statements are normalised each time: the cache holds at most 2 × 4,096 × 4 kB. */
const MAX_CACHED_BYTES = 4096;
/** What is longer is cut before it is normalised, so long lists keep the shape of short ones up to here. */
const MAX_STATEMENT_BYTES = 256 * 1024;
/** Key-value stores: their statements are commands, `GET key`. */
const COMMAND_SYSTEMS = new Set(['redis', 'valkey', 'memcached', 'keydb', 'dragonfly']);
/** Stores whose statements are JSON or code, where double quotes hold text and not names. */
const DOCUMENT_SYSTEMS = new Set([
  'mongodb',
  'couchdb',
  'couchbase',
  'elasticsearch',
  'opensearch',
  'dynamodb',
  'aws.dynamodb',
  'cosmosdb',
  'azure.cosmosdb',
  'neo4j',
  'influxdb',
  'solr',
]);

/**
 * Normalised statements by their raw bytes, so that a statement that was seen costs a hash and a comparison
 * (some 0.3 µs) and no string. Direct-mapped: a newcomer takes the place of what hashes alike.
 */
export class StatementCache {
  readonly #entries: (Entry | undefined)[] = new Array<Entry | undefined>(SLOTS).fill(undefined);
  readonly #normaliseSql: NormaliseSql;

  constructor(normaliseSql: NormaliseSql) {
    this.#normaliseSql = normaliseSql;
  }

  /** `system` is `db.system.name`, empty where unknown; then it is taken for SQL. */
  get(bytes: Uint8Array, start: number, end: number, system: string): Statement {
    if (end - start > MAX_CACHED_BYTES) {
      const stop =
        end - start > MAX_STATEMENT_BYTES ? cutUtf8(bytes, start, start + MAX_STATEMENT_BYTES) : end;
      return this.#normalise(bytes, start, stop, system);
    }
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    const slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    const found = this.#entries[slot];
    if (found !== undefined && found.system === system && sameBytes(found.raw, bytes, start, end))
      return found;
    const entry = { ...this.#normalise(bytes, start, end, system), system, raw: bytes.slice(start, end) };
    this.#entries[slot] = entry;
    return entry;
  }

  #normalise(bytes: Uint8Array, start: number, end: number, system: string): Statement {
    const raw = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    if (COMMAND_SYSTEMS.has(system)) return hashed(maskCommand(raw));
    if (DOCUMENT_SYSTEMS.has(system)) return hashed(maskQuoted(raw));
    const { text, fingerprint } = this.#normaliseSql(raw, system);
    return {
      text: Buffer.from(text),
      fingerprintLow: Number(BigInt.asUintN(32, fingerprint)),
      fingerprintHigh: Number(BigInt.asUintN(32, fingerprint >> 32n)),
    };
  }
}

function hashed(text: string): Statement {
  const bytes = Buffer.from(text);
  const hash = new Fnv64();
  hash.add(bytes, 0, bytes.length);
  return { text: bytes, fingerprintLow: hash.low, fingerprintHigh: hash.high };
}

function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let i = 0; i < known.length; i++) {
    if (known[i] !== bytes[start + i]) return false;
  }
  return true;
}
