import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const noteSchema = z.object({
  url: z.string(),
  pid: z.number(),
  /** Opens the API to commands on the same machine, as an administrator; made anew at each start. */
  key: z.string(),
});
type RunningNote = z.infer<typeof noteSchema>;

/** Says in the data directory where its server is; readable by its owner only. */
export function writeRunningNote(dataDir: string, note: RunningNote): void {
  const draft = `${pathIn(dataDir)}.${note.pid}`;
  writeFileSync(draft, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(draft, pathIn(dataDir));
}

/** The server that runs on the data directory, or ended there without a word; undefined where none is known. */
export function readRunningNote(dataDir: string): RunningNote | undefined {
  try {
    return noteSchema.safeParse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export function removeRunningNote(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'running.json');
}
