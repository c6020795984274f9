import { SEGMENTS } from './segments.ts';

const QUEUE = SEGMENTS.indexOf('queue');
const GC = SEGMENTS.indexOf('gc');

/** Collections stop the process: their time is taken out of what ran then, own code before all else. */
const GC_FALLS_INTO = [
  'view',
  'template',
  'serialisation',
  'middleware',
  'unexplained',
  'cache',
  'database',
  'external',
].map((name) => SEGMENTS.indexOf(name as (typeof SEGMENTS)[number]));

/** What makes a request's account: its spans' segments with their shared time, and what comes with the entry. */
export interface RequestParts {
  readonly count: number;
  /** Position of each span's segment in SEGMENTS. */
  readonly segment: Uint8Array;
  readonly sharedNs: Float64Array;
  readonly durationNs: number;
  readonly queueNs: number;
  readonly gcNs: number;
}

/**
 * Nanoseconds by segment, whole numbers that add up to `durationNs + queueNs` exactly; written into `into`, which
 * has one place a segment. The response time is that sum.
 */
export function segmentTimes(parts: RequestParts, into: Float64Array): number {
  into.fill(0);
  for (let i = 0; i < parts.count; i++) {
    const segment = parts.segment[i] ?? 0;
    into[segment] = (into[segment] ?? 0) + (parts.sharedNs[i] ?? 0);
  }
  let gcLeftNs = Math.max(0, parts.gcNs);
  for (const segment of GC_FALLS_INTO) {
    const takenNs = Math.min(gcLeftNs, into[segment] ?? 0);
    into[segment] = (into[segment] ?? 0) - takenNs;
    into[GC] = (into[GC] ?? 0) + takenNs;
    gcLeftNs -= takenNs;
  }
  const responseNs = Math.round(parts.durationNs + parts.queueNs);
  into[QUEUE] = (into[QUEUE] ?? 0) + parts.queueNs;
  roundToSum(into, responseNs);
  return responseNs;
}

/** Rounds every part and puts what is left over into the largest, so that whole numbers add up to `sum`. */
function roundToSum(parts: Float64Array, sum: number): void {
  let largest = 0;
  let total = 0;
  for (let i = 0; i < parts.length; i++) {
    parts[i] = Math.round(parts[i] ?? 0);
    total += parts[i] ?? 0;
    if ((parts[i] ?? 0) > (parts[largest] ?? 0)) largest = i;
  }
  parts[largest] = (parts[largest] ?? 0) + sum - total;
}
