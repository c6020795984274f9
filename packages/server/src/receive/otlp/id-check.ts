/** Whether `length` bytes, not all of them zero, lie between `start` and `end`. */
export function isId(bytes: Uint8Array, start: number, end: number, length: number): boolean {
  if (end - start !== length) return false;
  for (let i = start; i < end; i++) {
    if (bytes[i] !== 0) return true;
  }
  return false;
}
