import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface RefusedBlock {
  readonly table: string;
  readonly sequence: number;
  readonly rows: number;
  readonly data: Uint8Array;
  /** In the engine's words. */
  readonly reason: string;
}

/**
 * Sets a block aside that the engine refuses for its content: `<sequence>-<table>.native` holds it as it came,
 * `….txt` says why.
 */
export async function quarantine(dir: string, block: RefusedBlock): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${block.sequence}-${block.table}`);
  await writeFile(`${path}.native`, block.data, { mode: 0o600 });
  await writeFile(`${path}.txt`, `${block.rows} rows for ${block.table}\n${block.reason}\n`, { mode: 0o600 });
  return `${path}.native`;
}
