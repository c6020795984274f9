import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says who works in a data directory. */
export interface DataDirLock {
  release(): void;
}

/**
 * Claims a data directory for this process. A lock whose process is gone (killed, rebooted) is taken over.
 * @throws Error naming the directory and the process that uses it.
 */
export function lockDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'lock');
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(path, `${process.pid} ${startTime(process.pid)}`, { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [owner = '', started] = readText(path).split(' ');
      if (isRunning(Number(owner)) && (started === undefined || started === startTime(Number(owner)))) {
        throw new Error(
          `Another Vitalfew uses ${dataDir} (process ${owner}). Stop it, or choose another directory with --data.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new Error(`The lock ${path} could not be taken: another Vitalfew is starting there.`);
}

/**
 * Waits until a process that was started with this argument is gone; after the limit it is killed. A process without
 * the argument has only come by the same number since, and is left alone.
 */
export async function awaitEnd(
  pid: number,
  { limitMs, argument }: { readonly limitMs: number; readonly argument: string },
): Promise<void> {
  const lives = () =>
    isDying(pid) || (isRunning(pid) && readText(`/proc/${pid}/cmdline`).split('\0').includes(argument));
  for (let waited = 0; lives() && waited < limitMs; waited += 20) await pause(20);
  if (!lives()) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return; // It ended between the question and the signal.
  }
  while (lives()) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Whether the process lives; one that only waits for its parent to take notice does not. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !statOf(pid).startsWith('Z');
}

/** Whether a killed process has threads left: until the last is gone, its files stay open and locked. */
function isDying(pid: number): boolean {
  try {
    return statOf(pid).startsWith('Z') && readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

/** When the process started, in clock ticks since boot: numbers are given again, this pair hardly is. Linux only. */
function startTime(pid: number): string {
  return statOf(pid).split(' ')[19] ?? '';
}

/** `/proc/<pid>/stat` from the state on (field 3; proc(5)): the name before it may hold blanks and brackets. */
function statOf(pid: number): string {
  const text = readText(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(') ') + 2);
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
