import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A digest of the files' contents; a missing file counts as empty. */
export async function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(path).update('\0');
    hash.update(await readFile(path).catch(() => ''));
  }
  return hash.digest('hex');
}

/** Whether the stamp file says that the work for this digest is done. */
export async function isStamped(stampFile, digest) {
  return (await readFile(stampFile, 'utf8').catch(() => '')) === digest;
}

export async function stamp(stampFile, digest) {
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, digest);
}
