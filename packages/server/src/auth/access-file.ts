import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { VitalfewError } from '../error.ts';

export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const accessSchema = z.object({
  users: z.array(z.object({ name: z.string(), role: z.enum(ROLES), password: z.string() })),
  /** Ingest tokens by name; only their SHA-256 is kept. */
  tokens: z.array(z.object({ name: z.string(), hash: z.string(), createdMs: z.number() })),
});
export type Access = z.infer<typeof accessSchema>;

const NOBODY: Access = { users: [], tokens: [] };

/**
 * Users and tokens in a file of the data directory, readable by its owner only. A file and not a table, since the
 * commands that change it must work while no server runs.
 */
export class AccessFile {
  readonly #path: string;
  readonly #folder: string;
  #cached: { readonly stamp: string; readonly access: Access } | undefined;

  constructor(dataDir: string) {
    this.#folder = dataDir;
    this.#path = join(dataDir, 'access.json');
  }

  /** What the file says now; a change by another process is seen at the next call. */
  read(): Access {
    const file = statSync(this.#path, { throwIfNoEntry: false, bigint: true });
    if (file === undefined) return NOBODY;
    // Each change is a new file: the inode tells two within one tick of the clock apart.
    const stamp = `${file.ino} ${file.mtimeNs}`;
    if (this.#cached?.stamp === stamp) return this.#cached.access;
    const parsed = accessSchema.safeParse(parseJson(readFileSync(this.#path, 'utf8')));
    if (!parsed.success) {
      throw new VitalfewError(
        'configuration',
        `${this.#path} cannot be read as users and tokens. Restore it, or remove it and add them again.`,
      );
    }
    this.#cached = { stamp, access: parsed.data };
    return parsed.data;
  }

  change(edit: (access: Access) => Access): void {
    const next = edit(this.read());
    if (!existsSync(this.#folder)) mkdirSync(this.#folder, { recursive: true });
    const draft = `${this.#path}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.#path);
    this.#cached = undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
