import type { Readable } from 'node:stream';
import { VitalfewError } from '../../error.ts';
import type { BudgetShare } from '../byte-budget.ts';

/**
 * The whole body of a request, at most `limit` bytes. Its bytes are taken from the share as they arrive.
 * Throws `too_large`, `overloaded`, or `bad_request` where the sender breaks off.
 */
export async function readBody(
  stream: Readable,
  options: { readonly limit: number; readonly share: BudgetShare },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // The rest of a body that is refused may still be read, to nowhere.
    const arriving: AsyncIterable<Buffer> = stream.iterator({ destroyOnReturn: false });
    for await (const chunk of arriving) {
      size += chunk.length;
      if (size > options.limit) throw tooLarge(options.limit);
      options.share.take(chunk.length);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof VitalfewError) throw cause;
    throw new VitalfewError('bad_request', `The body broke off after ${size} bytes.`, { cause });
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size);
}

export function tooLarge(limit: number): VitalfewError {
  return new VitalfewError(
    'too_large',
    `The message is larger than ${limit} bytes: send fewer items at a time.`,
  );
}
