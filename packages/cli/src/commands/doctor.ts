import { resolve } from 'node:path';
import { apiPaths, type ConnectAnswer, type StatusAnswer } from '@vitalfew/contract';
import { readRunningNote } from '@vitalfew/server';
import { Command } from 'commander';
import { configOf, withConfigOptions } from '../config-options.ts';

const FULL_SPOOL = 0.5;
const LATE_SECONDS = 60;
const LITTLE_DISK_BYTES = 2e9;

/** Asks a running server how it is: engine, disk, ports, rows, lag. Ends with 1 when something is wrong. */
export function doctorCommand(): Command {
  return withConfigOptions(new Command('doctor'))
    .description('Ask the running server for engine, disk, ports, rows and lag.')
    .option('--url <url>', 'The server; without it the one that runs on the data directory.')
    .action(async (options: Record<string, unknown>) => {
      const config = configOf(options);
      const note = readRunningNote(resolve(config.data));
      const url =
        typeof options.url === 'string' ? options.url : (note?.url ?? `http://${config.host}:${config.port}`);
      const headers = note?.url === url ? { authorization: `Bearer ${note.key}` } : undefined;
      const ask = async <Answer>(path: string): Promise<Answer> => {
        const answer = await fetch(new URL(path, url), headers && { headers });
        if (answer.status === 401)
          throw new Error(
            `it wants a login. Run the doctor on its machine with --data, the server's data directory, as the server's user.`,
          );
        if (!answer.ok) throw new Error(`it answered ${answer.status}.`);
        return (await answer.json()) as Answer;
      };
      try {
        const [status, connect] = await Promise.all([
          ask<StatusAnswer>(apiPaths.status),
          ask<ConnectAnswer>(apiPaths.connect),
        ]);
        const wrong = report(status, connect);
        process.exitCode = wrong === 0 ? 0 : 1;
      } catch (error) {
        process.stdout.write(
          `✗ server   ${url} does not answer: ${reasonOf(error)}\n           Start it with: vitalfew serve --data ${config.data}\n`,
        );
        process.exitCode = 1;
      }
    });
}

/** Of a failed fetch the cause says more than the message. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}

/** Prints one line for each finding; gives the number of those that are wrong. */
function report(status: StatusAnswer, connect: ConnectAnswer): number {
  let wrong = 0;
  const line = (sound: boolean, name: string, text: string) => {
    if (!sound) wrong++;
    process.stdout.write(`${sound ? '✓' : '✗'} ${name.padEnd(8)} ${text}\n`);
  };
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  line(true, 'server', `Vitalfew ${status.version}, up ${Math.round(status.uptimeSeconds)} s`);
  line(
    ['ready', 'running'].includes(status.engine.state),
    'engine',
    `${status.engine.mode}, ${status.engine.state}, ${status.engine.version}`,
  );
  line(
    status.disk.freeBytes > LITTLE_DISK_BYTES,
    'disk',
    `${gb(status.disk.usedBytes)} used, ${gb(status.disk.freeBytes)} free`,
  );
  line(
    status.spool.pendingBytes < status.spool.limitBytes * FULL_SPOOL,
    'spool',
    `${status.spool.pendingBatches} batches wait (${gb(status.spool.pendingBytes)} of ${gb(status.spool.limitBytes)}), the oldest ${status.spool.oldestPendingSeconds.toFixed(1)} s`,
  );
  for (const worker of status.derive) {
    line(
      worker.lagSeconds < LATE_SECONDS,
      'derive',
      `${worker.worker}: ${worker.lagSeconds.toFixed(1)} s behind, ${worker.processed} done since the start`,
    );
  }
  for (const receiver of connect.receivers) {
    line(
      receiver.state === 'listening' || receiver.state === 'off',
      'port',
      `${receiver.title}: ${receiver.state} ${receiver.address} ${receiver.problem}`.trim(),
    );
  }
  for (const table of status.tables)
    line(true, 'rows', `${table.table}: ${table.rows.toLocaleString('en')} (${gb(table.bytes)})`);
  const dropped = Object.entries(status.counters).filter(([, count]) => count > 0);
  for (const [name, count] of dropped) line(false, 'dropped', `${name}: ${count}`);
  return wrong;
}
