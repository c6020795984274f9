import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from './load-config.ts';
import { SETTINGS } from './settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, `${Math.random()}.yaml`);
  await writeFile(path, text);
  return path;
}

test('everything has a default and three names', () => {
  expect(loadConfig({ env: {}, flags: {} })).toMatchObject({
    port: 8020,
    host: '127.0.0.1',
    otlp_http: { enabled: true, port: 4318 },
  });
  expect(SETTINGS.find((setting) => setting.key === 'otlp_http.port')).toMatchObject({
    env: 'VITALFEW_OTLP_HTTP_PORT',
    flag: '--otlp-http-port',
    defaultValue: 4318,
  });
  for (const setting of SETTINGS) expect(setting.description, setting.key).not.toBe('');
});

test('flags win over the environment, which wins over the file', async () => {
  const path = await file('port: 1\napdex_ms: 100\notlp_http:\n  port: 7\n');
  const config = loadConfig({
    file: path,
    env: { VITALFEW_PORT: '2', VITALFEW_OTLP_GRPC_ENABLED: 'false', PATH: '/bin' },
    flags: { port: '3' },
  });
  expect(config).toMatchObject({
    port: 3,
    apdex_ms: 100,
    otlp_http: { port: 7 },
    otlp_grpc: { enabled: false },
  });
});

test('every mistake is named with its place, and a near miss with what was meant', async () => {
  const path = await file('port: 99999\n\notlp_http:\n  prot: 5\n');
  const load = () => loadConfig({ file: path, env: { VITALFEW_APDX_MS: '5' }, flags: { log_level: 'loud' } });
  expect(load).toThrow(/line 1: .*65535/);
  expect(load).toThrow(/line 4: there is no setting otlp_http.prot. Did you mean otlp_http.port\?/);
  expect(load).toThrow(/VITALFEW_APDX_MS. Did you mean apdex_ms\?/);
  expect(load).toThrow(/--log-level/);
});

test('a mistake in a section or a list is named with the line of its key', async () => {
  const path = await file('data: here\n\notlp_htp:\n  port: 5\nroles:\n  - receive\n  - cook\n');
  const load = () => loadConfig({ file: path, env: {}, flags: {} });
  expect(load).toThrow(/line 3: there is no setting otlp_htp. Did you mean otlp_http\?/);
  expect(load).toThrow(/line 5: .*receive/);
});

test('what the agents read may stand in the same shell', () => {
  const env = { VITALFEW_ENABLED: '0', VITALFEW_SERVICE: 'shop', VITALFEW_TOKEN: 'abc' };
  expect(loadConfig({ env, flags: {} }).port).toBe(8020);
});

test('a file that was named must be there, and must be YAML', async () => {
  expect(() => loadConfig({ file: join(folder, 'none.yaml'), env: {}, flags: {} })).toThrow(/does not exist/);
  const path = await file('port: [1\n');
  expect(() => loadConfig({ file: path, env: {}, flags: {} })).toThrow(/line/);
});
