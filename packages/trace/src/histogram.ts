/**
 * Log-bucket histograms: bucket b holds the values in (gamma^(b-1), gamma^b] nanoseconds. With gamma = 1.02 the
 * value 2 gamma^b / (gamma + 1) is within (gamma - 1) / (gamma + 1) = 0.99 % of everything in its bucket.
 * Buckets of equal gamma merge by adding their counts. Source: DDSketch, Masson et al., VLDB 2019.
 */
export const GAMMA = 1.02;

const LOG_GAMMA = Math.log(GAMMA);

/** The bucket of a value in nanoseconds; values of one nanosecond and less share bucket 0. */
export function bucketOf(valueNs: number): number {
  return valueNs <= 1 ? 0 : Math.ceil(Math.log(valueNs) / LOG_GAMMA - 1e-9);
}

/** The value that stands for a bucket, nanoseconds. */
export function bucketValueNs(bucket: number): number {
  return bucket <= 0 ? 1 : (2 * GAMMA ** bucket) / (GAMMA + 1);
}

export function bucketLowerNs(bucket: number): number {
  return bucket <= 0 ? 0 : GAMMA ** (bucket - 1);
}

export function bucketUpperNs(bucket: number): number {
  return GAMMA ** Math.max(0, bucket);
}

/**
 * The value below which the part `q` of all lies (nearest rank), nanoseconds; 0 where there are none. The exact
 * extremes, where known, bound it.
 * @param buckets Pairs of bucket and count in any order.
 */
export function quantileNs(
  buckets: readonly (readonly [bucket: number, count: number])[],
  q: number,
  extremes: { readonly minNs?: number; readonly maxNs?: number } = {},
): number {
  const ascending = [...buckets].sort((a, b) => a[0] - b[0]);
  const total = ascending.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return 0;
  const rank = Math.max(1, Math.ceil(q * total - 1e-9));
  let passed = 0;
  for (const [bucket, count] of ascending) {
    passed += count;
    if (passed >= rank) {
      const value = bucketValueNs(bucket);
      return Math.min(Math.max(value, extremes.minNs ?? 0), extremes.maxNs ?? Number.POSITIVE_INFINITY);
    }
  }
  return extremes.maxNs ?? 0;
}
