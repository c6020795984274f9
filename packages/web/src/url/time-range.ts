/** A range as the address holds it: `now-1h`, or epoch milliseconds as text. */
export interface RangeText {
  readonly from: string;
  readonly to: string;
}

/** The ranges that one click gives. */
export const PRESETS = [
  { from: 'now-5m', label: '5 minutes' },
  { from: 'now-15m', label: '15 minutes' },
  { from: 'now-1h', label: '1 hour' },
  { from: 'now-6h', label: '6 hours' },
  { from: 'now-24h', label: '24 hours' },
  { from: 'now-7d', label: '7 days' },
] as const;

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** The instant that a text names, epoch milliseconds; undefined when it names none. */
export function instantOf(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs;
  const relative = /^now-(\d{1,6})([smhdw])$/.exec(text);
  if (relative) return nowMs - Number(relative[1]) * (UNIT_MS[relative[2] ?? ''] ?? 0);
  if (/^\d{1,16}$/.test(text)) return Number(text);
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** The range moved by half of its length, `-1` back or `1` forward, never beyond now. */
export function shiftRange(range: RangeText, direction: -1 | 1, nowMs: number): RangeText {
  const [from, to] = instantsOf(range, nowMs);
  const by = Math.min(((to - from) / 2) * direction, nowMs - to);
  return absolute(from + by, to + by);
}

/** The range widened to twice its length around its middle, never beyond now. */
export function widenRange(range: RangeText, nowMs: number): RangeText {
  const [from, to] = instantsOf(range, nowMs);
  const end = Math.min(nowMs, to + (to - from) / 2);
  return absolute(end - 2 * (to - from), end);
}

/** A range between two instants in either order, at least a second long. */
export function absolute(aMs: number, bMs: number): RangeText {
  const from = Math.floor(Math.min(aMs, bMs));
  return { from: String(from), to: String(Math.max(from + 1000, Math.ceil(Math.max(aMs, bMs)))) };
}

/** The range in words for the button that opens its choice. */
export function rangeLabel(range: RangeText, nowMs: number): string {
  const preset = PRESETS.find((each) => each.from === range.from && range.to === 'now');
  if (preset) return `Last ${preset.label}`;
  const [from, to] = instantsOf(range, nowMs);
  const sameDay = new Date(from).toDateString() === new Date(to).toDateString();
  const day: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };
  const time: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  };
  const start = new Date(from).toLocaleString('en', { ...day, ...time });
  return `${start} – ${new Date(to).toLocaleString('en', sameDay ? time : { ...day, ...time })}`;
}

function instantsOf(range: RangeText, nowMs: number): readonly [number, number] {
  const to = instantOf(range.to, nowMs) ?? nowMs;
  return [instantOf(range.from, nowMs) ?? to - 3_600_000, to];
}
