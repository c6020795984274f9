/** A duration with three significant digits in the unit that fits: `412 µs`, `8.31 ms`, `1.42 s`, `3 min 5 s`. */
export function formatMs(ms: number): string {
  if (ms === 0) return '0 ms';
  const size = Math.abs(ms);
  if (size < 1) return `${digits(ms * 1000)} µs`;
  if (size < 1000) return `${digits(ms)} ms`;
  if (size < 60_000) return `${digits(ms / 1000)} s`;
  if (size < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
  return `${Math.floor(ms / 3_600_000)} h ${Math.round((ms % 3_600_000) / 60_000)} min`;
}

/** A count: whole below ten thousand, then with k, M, G. */
export function formatCount(count: number): string {
  const size = Math.abs(count);
  if (size < 10) return Number.isInteger(count) ? String(count) : count.toFixed(1);
  if (size < 10_000) return Math.round(count).toLocaleString('en');
  if (size < 1e6) return `${digits(count / 1e3)} k`;
  if (size < 1e9) return `${digits(count / 1e6)} M`;
  return `${digits(count / 1e9)} G`;
}

/** A part of one in percent; small parts keep their digits. */
export function formatShare(part: number): string {
  const percent = part * 100;
  if (percent === 0) return '0 %';
  if (Math.abs(percent) < 0.1) return '< 0.1 %';
  return `${percent >= 99.95 ? '100' : percent.toFixed(1)} %`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1e3) return `${bytes} B`;
  if (bytes < 1e6) return `${digits(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${digits(bytes / 1e6)} MB`;
  return `${digits(bytes / 1e9)} GB`;
}

export function formatApdex(apdex: number): string {
  return apdex.toFixed(2);
}

function digits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}
