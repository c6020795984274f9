import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AccessFile } from './access-file.ts';
import { isLoopback, requireLoginBeyondLoopback } from './exposure.ts';
import { LoginLimit } from './login-limit.ts';
import { readRunningNote, removeRunningNote, writeRunningNote } from './running-note.ts';
import { Sessions } from './sessions.ts';
import { createToken, isToken, revokeToken } from './tokens.ts';
import { checkUser, removeUser, saveUser } from './users.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-auth-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a user logs in with the right password only, and not after removal', async () => {
  const file = new AccessFile(folder);
  await saveUser(file, 'ada', { password: 'correct horse', role: 'editor' });
  expect(await checkUser(file, 'ada', 'correct horse')).toEqual({ name: 'ada', role: 'editor' });
  expect(await checkUser(file, 'ada', 'wrong horse')).toBeUndefined();
  expect(await checkUser(file, 'eve', 'correct horse')).toBeUndefined();
  removeUser(file, 'ada');
  expect(await checkUser(file, 'ada', 'correct horse')).toBeUndefined();
  await expect(saveUser(file, 'ada', { password: 'short', role: 'viewer' })).rejects.toThrow(/at least/);
});

test('a token is shown once, kept as a hash, seen by a running server, and gone when revoked', async () => {
  const server = new AccessFile(folder);
  expect(isToken(server, 'vf_guess')).toBe(false);
  const token = createToken(new AccessFile(folder), 'web', 0);
  expect(isToken(server, token)).toBe(true);
  const path = join(folder, 'access.json');
  expect(await readFile(path, 'utf8')).not.toContain(token);
  expect((await stat(path)).mode & 0o077).toBe(0);
  revokeToken(new AccessFile(folder), 'web');
  expect(isToken(server, token)).toBe(false);
});

test('sessions end by time and by logging out', () => {
  const sessions = new Sessions();
  const user = { name: 'ada', role: 'admin' as const };
  const { id, maxAgeSeconds } = sessions.open(user, 0);
  expect(sessions.find(id, 1000)).toEqual(user);
  expect(sessions.find('other', 1000)).toBeUndefined();
  expect(sessions.find(id, maxAgeSeconds * 1000)).toBeUndefined();
  const second = sessions.open(user, 0);
  sessions.close(second.id);
  expect(sessions.find(second.id, 1)).toBeUndefined();
});

test('guessing is slowed after ten failures', () => {
  const limit = new LoginLimit();
  for (let i = 0; i < 10; i++) limit.failed('a', 0);
  expect(limit.waitSeconds('a', 1000)).toBe(299);
  expect(limit.waitSeconds('b', 1000)).toBe(0);
  expect(limit.waitSeconds('a', 300_000)).toBe(0);
});

test('any address but loopback needs a user and a token, and the refusal says how', () => {
  const open = [{ name: 'the UI', host: '0.0.0.0' }];
  expect(() => requireLoginBeyondLoopback(open, false, false)).toThrow(
    /vitalfew user add[\s\S]*vitalfew token create/,
  );
  expect(() => requireLoginBeyondLoopback(open, true, false)).toThrow(/token create/);
  expect(() => requireLoginBeyondLoopback(open, true, true)).not.toThrow();
  expect(() => requireLoginBeyondLoopback([{ name: 'x', host: '127.0.0.1' }], false, false)).not.toThrow();
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['::1', true],
  ['127.9.9.9', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['example.org', false],
  ['127.0.0.1.example.org', false],
] as const)('loopback: %s %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('a command finds the server of its data directory, and nobody else reads its key', async () => {
  expect(readRunningNote(folder)).toBeUndefined();
  const note = { url: 'http://127.0.0.1:8020', pid: 17, key: 'secret' };
  writeRunningNote(folder, note);
  expect(readRunningNote(folder)).toEqual(note);
  expect((await stat(join(folder, 'running.json'))).mode & 0o077).toBe(0);
  removeRunningNote(folder);
  expect(readRunningNote(folder)).toBeUndefined();
});
