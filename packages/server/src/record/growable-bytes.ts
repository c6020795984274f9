/** Doubles `bytes` until `needed` fit; the content stays. Cost: amortised one copy of each byte. */
export function grow(bytes: Uint8Array, length: number, needed: number): Uint8Array {
  let capacity = Math.max(64, bytes.length * 2);
  while (capacity < needed) capacity *= 2;
  const larger = Buffer.allocUnsafeSlow(capacity);
  larger.set(length === bytes.length ? bytes : bytes.subarray(0, length));
  return larger;
}

/** Buffers that are filled before they are read need no zeroing. */
export function uninitialised(capacity: number): Uint8Array {
  return Buffer.allocUnsafeSlow(capacity);
}
