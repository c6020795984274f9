/** Types of series, as in `series.type`. */
export const GAUGE = 1;
export const SUM = 2;
export const HISTOGRAM = 3;
export const EXPONENTIAL_HISTOGRAM = 4;
export const SUMMARY = 5;

/** What data points of every kind have: nanoseconds since 1970 as two halves of 32 bits, and flags. */
export interface Point {
  timeLow: number;
  timeHigh: number;
  startLow: number;
  startHigh: number;
  flags: number;
}
