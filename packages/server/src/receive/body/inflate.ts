import zlib from 'node:zlib';
import { VitalfewError } from '../../error.ts';
import type { BudgetShare } from '../byte-budget.ts';
import { tooLarge } from './read-body.ts';

type Inflater = (
  body: Uint8Array,
  options: { maxOutputLength: number },
  done: (error: Error | null, result: Buffer) => void,
) => void;

/** Inflating runs on zlib's threads; so many at once bound what bombs can fill before they are cut off. */
const CONCURRENT = 4;

const INFLATERS: ReadonlyMap<string, Inflater> = new Map<string, Inflater>([
  ['gzip', zlib.gunzip],
  ['x-gzip', zlib.gunzip],
  ['deflate', zlib.inflate],
  // Node has zstd from 22.15 on.
  ...('zstdDecompress' in zlib ? [['zstd', zlib.zstdDecompress as Inflater] as const] : []),
]);

/** The values of Content-Encoding that can be read, for Accept-Encoding. */
export const CONTENT_ENCODINGS: readonly string[] = [...INFLATERS.keys(), 'identity'].filter(
  (name) => name !== 'x-gzip',
);

let running = 0;
const waiting: (() => void)[] = [];

/**
 * The body as it was before `encoding` (a Content-Encoding). Cut off at `limit` bytes while inflating, so a
 * bomb costs no more than that. Throws `unsupported_media_type`, `too_large`, `bad_request`.
 */
export async function inflate(
  body: Buffer,
  encoding: string,
  options: { readonly limit: number; readonly share: BudgetShare },
): Promise<Buffer> {
  if (encoding === '' || encoding === 'identity' || body.length === 0) return body;
  const inflater = INFLATERS.get(encoding);
  if (inflater === undefined) throw unsupportedEncoding(encoding);
  if (running >= CONCURRENT) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    const inflated = await run(inflater, body, { ...options, encoding });
    options.share.take(inflated.length);
    return inflated;
  } finally {
    running--;
    waiting.shift()?.();
  }
}

export function isKnownEncoding(encoding: string): boolean {
  return encoding === '' || encoding === 'identity' || INFLATERS.has(encoding);
}

export function unsupportedEncoding(encoding: string): VitalfewError {
  return new VitalfewError(
    'unsupported_media_type',
    `Content-Encoding ${encoding.slice(0, 40)} cannot be read: send ${CONTENT_ENCODINGS.join(', ')}.`,
  );
}

function run(
  inflater: Inflater,
  body: Buffer,
  options: { readonly limit: number; readonly encoding: string },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    inflater(body, { maxOutputLength: options.limit }, (error, result) => {
      if (error === null) resolve(result);
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') reject(tooLarge(options.limit));
      else {
        reject(
          new VitalfewError('bad_request', `The body is not valid ${options.encoding}: ${error.message}.`, {
            cause: error,
          }),
        );
      }
    });
  });
}
