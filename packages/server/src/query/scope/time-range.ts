import { VitalfewError } from '../../error.ts';

/** A half-open range of epoch milliseconds, cut into equal steps that are aligned to the epoch. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNIT_MS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** Steps that people read without thinking. */
// biome-ignore format: a table
const STEPS_MS: readonly number[] = [
  SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY,
];

/**
 * The range that `from` and `to` name, widened to whole steps so that every step is full, with at most
 * `points` steps.
 * @throws VitalfewError `bad_request` when a time cannot be read or the range is empty.
 */
export function resolveRange(
  from: string,
  to: string,
  options: { nowMs: number; points: number },
): TimeRange {
  const fromMs = parseTimePoint(from, options.nowMs);
  const toMs = parseTimePoint(to, options.nowMs);
  if (toMs <= fromMs) {
    throw new VitalfewError(
      'bad_request',
      `The time range is empty: "${from}" is not before "${to}". Swap them.`,
    );
  }
  const stepMs = chooseStep((toMs - fromMs) / options.points);
  return {
    fromMs: Math.floor(fromMs / stepMs) * stepMs,
    toMs: Math.ceil(toMs / stepMs) * stepMs,
    stepMs,
  };
}

/** The starts of all steps. */
export function stepStarts(range: TimeRange): number[] {
  return Array.from(
    { length: Math.round((range.toMs - range.fromMs) / range.stepMs) },
    (_, i) => range.fromMs + i * range.stepMs,
  );
}

function chooseStep(atLeastMs: number): number {
  return STEPS_MS.find((step) => step >= atLeastMs) ?? Math.ceil(atLeastMs / (7 * DAY)) * 7 * DAY;
}

/** `now`, `now-15m`, epoch milliseconds or ISO 8601 (without a zone: UTC) as epoch milliseconds. */
export function parseTimePoint(text: string, nowMs: number): number {
  if (text === 'now') return nowMs;
  const relative = /^now-(\d{1,6})([smhdw])$/.exec(text);
  if (relative) return nowMs - Number(relative[1]) * (UNIT_MS[relative[2] ?? ''] ?? 0);
  if (/^\d{1,16}$/.test(text)) return Number(text);
  const withTime = text.includes('T') || text.includes(' ') ? text.replace(' ', 'T') : `${text}T00:00`;
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(withTime) ? withTime : `${withTime}Z`;
  const ms = Date.parse(zoned);
  if (Number.isNaN(ms)) {
    throw new VitalfewError(
      'bad_request',
      `"${text}" is not a time. Write now, now-15m, an ISO 8601 time or epoch milliseconds.`,
    );
  }
  return ms;
}
