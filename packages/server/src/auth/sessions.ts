import { createHash, randomBytes } from 'node:crypto';
import type { Role } from './access-file.ts';

export interface SessionUser {
  readonly name: string;
  readonly role: Role;
}

const LIFETIME_MS = 14 * 24 * 3_600_000;

/** Who is logged in, by a random id in a cookie; only its hash is held. A restart of the server ends all. */
export class Sessions {
  readonly #users = new Map<string, { readonly user: SessionUser; readonly endsMs: number }>();

  open(user: SessionUser, nowMs: number): { readonly id: string; readonly maxAgeSeconds: number } {
    for (const [hash, session] of this.#users) if (session.endsMs <= nowMs) this.#users.delete(hash);
    const id = randomBytes(32).toString('base64url');
    this.#users.set(hashOf(id), { user, endsMs: nowMs + LIFETIME_MS });
    return { id, maxAgeSeconds: LIFETIME_MS / 1000 };
  }

  find(id: string | undefined, nowMs: number): SessionUser | undefined {
    const session = id === undefined ? undefined : this.#users.get(hashOf(id));
    return session && session.endsMs > nowMs ? session.user : undefined;
  }

  close(id: string | undefined): void {
    if (id !== undefined) this.#users.delete(hashOf(id));
  }
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}
