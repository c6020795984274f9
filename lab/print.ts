import type { LoadSummary } from '../harness/running-bookstore.ts';
import type { Accounts } from './accounts.ts';
import type { Growth } from './growth.ts';

const GROWN = 6;

export function printLoad(name: string, load: LoadSummary, errors: readonly string[]): void {
  write(
    `\n== ${name}: ${load.sent} requests, ${load.errors} failed, ${load.late} late, p50 ${load.p50_ms} ms, p95 ${load.p95_ms} ms`,
  );
  if (errors.length > 0) write(`   errors: ${errors.join(', ')}`);
}

export function printAccounts(accounts: Accounts): void {
  const { unexplained, handler, request, endpoint, causes } = accounts;
  write(`   unexplained at most ${percent(unexplained.value)} (${unexplained.of})`);
  write(`   the handler's own time at most ${percent(handler.value)} (${handler.of})`);
  write(`   segments miss a response by at most ${(request.value * 1e6).toFixed(0)} ns (${request.of})`);
  write(`   segments miss a mean by at most ${(endpoint.value * 1e6).toFixed(0)} ns (${endpoint.of})`);
  write(`   causes miss the response times by at most ${percent(causes.value)} (${causes.of})`);
}

/** The causes that grew most: milliseconds and calls a request of the endpoint, without and with the fault. */
export function printGrowth(grown: readonly Growth[]): void {
  for (const [i, row] of grown.slice(0, GROWN).entries()) write(`   ${i + 1}. ${line(row)}`);
}

export function printSign(sign: string, place: number, row: Growth | undefined): void {
  write(row === undefined ? `   NOT SEEN ${sign}` : `   seen as ${place}. of all that grew: ${line(row)}`);
}

function line(row: Growth): string {
  const ms = `${row.without.blockingMs.toFixed(2)} → ${row.with.blockingMs.toFixed(2)} ms`;
  const calls = `${row.without.calls.toFixed(1)} → ${row.with.calls.toFixed(1)} calls`;
  return `${ms}, ${calls}, ${row.endpoint}, ${row.segment}, ${row.cause.slice(0, 70)} ${row.callSite}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)} %`;
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}
