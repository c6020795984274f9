/** Text that is put together from parts of the message: one small buffer used again for every span. */
export class Scratch {
  readonly bytes = new Uint8Array(SCRATCH_BYTES);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** What no longer fits is cut off. */
  add(source: Uint8Array, start: number, end: number): void {
    const stop = Math.min(end, start + SCRATCH_BYTES - this.length);
    let at = this.length;
    for (let i = start; i < stop; i++) this.bytes[at++] = source[i] as number;
    this.length = at;
  }

  byte(value: number): void {
    if (this.length < SCRATCH_BYTES) this.bytes[this.length++] = value;
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.byte(value.charCodeAt(i) & 0x7f);
  }
}

const SCRATCH_BYTES = 2048;
