import { createHash, randomBytes } from 'node:crypto';
import { VitalfewError } from '../error.ts';
import type { AccessFile } from './access-file.ts';

/** Makes a token for senders and gives it once; only its hash is kept. 256 random bits need no slow hash. */
export function createToken(file: AccessFile, name: string, nowMs: number): string {
  if (file.read().tokens.some((token) => token.name === name)) {
    throw new VitalfewError(
      'bad_request',
      `There is a token ${name} already. Revoke it first, or choose another name.`,
    );
  }
  const token = `vf_${randomBytes(32).toString('base64url')}`;
  file.change((access) => ({
    ...access,
    tokens: [...access.tokens, { name, hash: hashOf(token), createdMs: nowMs }],
  }));
  return token;
}

export function revokeToken(file: AccessFile, name: string): void {
  if (!file.read().tokens.some((token) => token.name === name)) {
    throw new VitalfewError('not_found', `There is no token ${name}.`);
  }
  file.change((access) => ({ ...access, tokens: access.tokens.filter((token) => token.name !== name) }));
}

export function isToken(file: AccessFile, token: string | undefined): boolean {
  if (token === undefined || token === '') return false;
  const hash = hashOf(token);
  return file.read().tokens.some((each) => each.hash === hash);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
