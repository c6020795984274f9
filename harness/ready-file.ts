import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** The JSON that a process writes once it is ready; rejects when it ends before or takes more than a minute. */
export async function waitForReadyFile<T>(path: string, child: ChildProcess): Promise<T> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text !== '') return JSON.parse(text) as T;
    if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode} before it was ready.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It was not ready within a minute.');
}
