import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readText(path));
      if (owner !== process.pid && isNode(owner)) {
        throw new Error(
          `Another Vitalfew uses ${dataDir} (process ${owner}). Stop it, or choose another directory with --data.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new Error(`The lock ${path} could not be taken: another Vitalfew is starting there.`);
}

/** Waits until the process is gone; after the limit it is killed, if it is one of ours. */
export async function awaitEnd(pid: number, limitMs: number): Promise<void> {
  for (let waited = 0; isNode(pid) && waited < limitMs; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (!isNode(pid)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return; // It ended between the question and the signal.
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}

/** Whether the process lives and is a Node process: numbers are given again after a restart of the machine. */
function isNode(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const command = readText(`/proc/${pid}/cmdline`);
  return command === ''
    ? !readText(`/proc/${pid}/stat`).includes(') Z ') && process.platform !== 'linux'
    : command.includes('node');
}

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
