import type { Readable } from 'node:stream';

/**
 * Reads what is left of a refused body to nowhere, `limit` bytes at most. A sender reads the answer only after it
 * has written: were the connection closed under it, it would see a broken pipe, and send the same again.
 */
export async function discardBody(stream: Readable, limit: number): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) return;
    }
  } catch {
    // The sender broke off: nobody waits for the answer.
  }
}
