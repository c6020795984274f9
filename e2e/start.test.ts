import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiPaths, connectAnswer, statusAnswer } from '@vitalfew/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { findTrace } from '../harness/find-trace.ts';
import { exportSpans, postTraces } from '../harness/otlp/export-traces.ts';
import { callExport, grpcFrame } from '../harness/otlp/grpc-call.ts';
import { batchOf, fieldsOfSpan, writtenSpan } from '../harness/otlp/hand-made-span.ts';
import { type Ended, runCommand } from '../harness/run-command.ts';
import { type RunningServer, serverArguments, startServer } from '../harness/running-server.ts';

/** Starting, stopping and asking after a server, as its operator does. */

const STORED_MS = 20_000;

let folder: string;
let running: RunningServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-start-'));
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  running = [];
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(name: string, options: readonly string[] = []): Promise<RunningServer> {
  const server = await startServer(join(folder, name), options);
  running.push(server);
  return server;
}

const vitalfew = (args: readonly string[], input = '') => runCommand(args, { cwd: folder, input });

/** Tries to serve on free ports where that cannot be. */
const serve = (name: string, options: readonly string[] = []): Promise<Ended> => {
  const [, ...args] = serverArguments(join(folder, name), options);
  return vitalfew(args);
};

const isOk = async (url: string) => (await fetch(url)).ok;

describe('a start', () => {
  test('tells its process, its data directory and addresses that all answer', async () => {
    const server = await start('ready');
    expect(server).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/),
      otlpHttp: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/),
      otlpGrpc: expect.stringMatching(/^127\.0\.0\.1:[1-9]\d*$/),
      data: join(folder, 'ready'),
    });
    expect(process.kill(server.pid, 0)).toBe(true);
    const page = await fetch(server.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const outcomes = [
      await exportSpans(server, 'HTTP/protobuf', []),
      await exportSpans(server, 'gRPC', []),
      await postTraces(server.url, ''),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual([200, 0, 200]);
  });

  test.each([
    ['stop', (server: RunningServer) => server.stop()],
    ['kill -9', (server: RunningServer) => server.kill()],
  ])('after a %s finds all that was acknowledged before', async (name, end) => {
    const first = await start(name);
    const spans = Array.from({ length: 50 }, () => fieldsOfSpan());
    await exportSpans(first, 'HTTP/protobuf', spans.map(writtenSpan));
    await end(first);
    const second = await start(name);
    const rows = await eventually(
      async () => {
        const { tables } = statusAnswer.parse(await second.get(apiPaths.status));
        return tables.find(({ table }) => table === 'spans')?.rows;
      },
      (counted) => counted === spans.length,
      STORED_MS,
    );
    expect(rows).toBe(spans.length);
    expect((await findTrace(second, spans[0]!.traceId.toString('hex')))?.spans).toHaveLength(1);
  });

  test('on the data directory of a running server is refused and does not disturb it', async () => {
    const first = await start('shared');
    const second = await serve('shared');
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toBe(
      `Another Vitalfew uses ${join(folder, 'shared')} (process ${first.pid}). Stop it, or choose another directory with --data.\n`,
    );
    const fields = fieldsOfSpan();
    await exportSpans(first, 'gRPC', [writtenSpan(fields)]);
    expect((await findTrace(first, fields.traceId.toString('hex')))?.spans).toHaveLength(1);
  });
});

describe('a port that is taken', () => {
  const other = createServer();
  let taken: number;

  beforeAll(async () => {
    await once(other.listen(0, '127.0.0.1'), 'listening');
    taken = (other.address() as AddressInfo).port;
  });
  afterAll(() => other.close());

  test.each([
    ['otlp-http', 'otlpHttp'],
    ['otlp-grpc', 'otlpGrpc'],
  ] as const)('costs the receiver %s alone', async (name, address) => {
    const server = await start(`taken-${name}`, [`--${name}-port`, String(taken)]);
    expect(server[address]).toBeUndefined();
    const { receivers } = connectAnswer.parse(await server.get(apiPaths.connect));
    const states = receivers.map((receiver) => [receiver.name, receiver.state, receiver.problem]);
    expect(states).toContainEqual([
      name,
      'port taken',
      expect.stringContaining(
        `127.0.0.1:${taken}: another process has the port. Stop it or set another port.`,
      ),
    ]);
    expect(states.filter(([, state]) => state === 'listening')).toHaveLength(1);
    expect((await postTraces(server.url, '')).status).toBe(200);
    const doctor = await vitalfew(['doctor', '--data', join(folder, `taken-${name}`)]);
    expect(doctor).toMatchObject({ code: 1, stdout: expect.stringMatching(/^✗ port .*another process/m) });
  });

  test('for the UI is refused', async () => {
    expect(await serve('taken', ['--port', String(taken)])).toEqual({
      code: 1,
      stdout: '',
      stderr: `Port ${taken} of 127.0.0.1 is taken by another program. Choose another with --port, or --port 0 for any free one.\n`,
    });
  });
});

describe('beyond loopback', () => {
  const open = ['--host', '0.0.0.0'];
  const data = () => ['--data', join(folder, 'open')];

  test('nothing starts until there is a user and a token', async () => {
    const withNeither = await serve('open', open);
    expect(withNeither).toMatchObject({ code: 1, stdout: '' });
    expect(withNeither.stderr).toContain('the UI would listen on 0.0.0.0');
    expect(withNeither.stderr).toMatch(
      /--host 127\.0\.0\.1.*\n.*vitalfew user add NAME.*\n.*vitalfew token create NAME/,
    );

    const added = await vitalfew(['user', 'add', 'ada', '--role', 'admin', ...data()], 'a long password\n');
    expect(added).toEqual({ code: 0, stdout: 'User ada is admin.\n', stderr: '' });
    const withUser = await serve('open', open);
    expect(withUser).toMatchObject({ code: 1, stdout: '' });
    expect(withUser.stderr).not.toContain('user add');
    expect(withUser.stderr).toContain('vitalfew token create NAME');
  });

  test('a receiver alone is refused as well', async () => {
    const refused = await serve('half-open', ['--otlp-grpc-host', '0.0.0.0']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^OTLP\/gRPC would listen on 0\.0\.0\.0, where others/);
  });

  test('the API wants a login and the receivers a token', async () => {
    const created = await vitalfew(['token', 'create', 'shop', ...data()]);
    const authorization = `Bearer ${created.stdout.trim()}`;
    const server = await start('open', open);
    expect(await isOk(server.url)).toBe(true);
    const [api, session] = await Promise.all(
      [apiPaths.services, apiPaths.session].map((path) => fetch(new URL(path, server.url))),
    );
    expect([api!.status, await api!.json()]).toEqual([
      401,
      { error: { code: 'unauthenticated', message: 'Log in first.' } },
    ]);
    expect(await session!.json()).toEqual({ loginRequired: true, user: null });

    const logIn = (password: string) =>
      fetch(new URL(apiPaths.login, server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'ada', password }),
      });
    expect((await logIn('a wrong password')).status).toBe(401);
    const [cookie] = (await logIn('a long password')).headers.getSetCookie();
    expect(cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    const asAda = await fetch(new URL(apiPaths.services, server.url), {
      headers: { cookie: cookie!.split(';')[0]! },
    });
    expect(asAda.status).toBe(200);

    const { protobuf } = batchOf([writtenSpan(fieldsOfSpan())]);
    for (const base of [server.otlpHttp, server.url]) {
      expect(await postTraces(base, protobuf)).toMatchObject({
        status: 401,
        message: expect.stringContaining('send it as `Authorization: Bearer <token>`'),
      });
      expect((await postTraces(base, protobuf, { authorization: 'Bearer guessed' })).status).toBe(401);
      expect((await postTraces(base, protobuf, { authorization })).status).toBe(200);
    }
    expect(await callExport(server.otlpGrpc, grpcFrame(protobuf))).toMatchObject({
      code: 16,
      message: expect.stringContaining('metadata `authorization: Bearer <token>`'),
    });
    expect((await callExport(server.otlpGrpc, grpcFrame(protobuf), { authorization })).code).toBe(0);

    expect(await vitalfew(['doctor', ...data()])).toMatchObject({ code: 0 });
  });
});

describe('the doctor', () => {
  test('reports on a running server, found by its data directory or its address', async () => {
    const server = await start('examined');
    await exportSpans(server, 'HTTP/protobuf', [writtenSpan(fieldsOfSpan())]);
    const byData = await eventually(
      () => vitalfew(['doctor', '--data', join(folder, 'examined')]),
      ({ stdout }) => stdout.includes('spans: 1 '),
      STORED_MS,
    );
    expect(byData).toMatchObject({ code: 0, stderr: '' });
    expect(byData.stdout).not.toContain('✗');
    for (const finding of [
      /^✓ server +Vitalfew \d+\.\d+\.\d+, up \d+ s$/m,
      /^✓ engine +embedded, running, \d+/m,
      /^✓ disk +/m,
      /^✓ spool +0 batches wait/m,
      /^✓ derive +requests: /m,
      /^✓ rows +spans: 1 /m,
    ])
      expect(byData.stdout).toMatch(finding);
    expect(byData.stdout).toContain(`OTLP/HTTP: listening ${server.otlpHttp}`);
    expect(byData.stdout).toContain(`OTLP/gRPC: listening ${server.otlpGrpc}`);
    expect(await vitalfew(['doctor', '--url', server.url])).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(['stop', 'kill'] as const)('says what to do about a server after its %s', async (end) => {
    const server = await start(`gone-${end}`);
    const { port } = new URL(server.url);
    await server[end]();
    const data = join(folder, `gone-${end}`);
    const doctor = await vitalfew(['doctor', '--data', data, '--port', port]);
    expect(doctor).toMatchObject({ code: 1, stderr: '' });
    expect(doctor.stdout).toContain(`http://127.0.0.1:${port} does not answer`);
    expect(doctor.stdout).toContain(`Start it with: vitalfew serve --data ${data}`);
  });
});

describe('the configuration', () => {
  const configure = async (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    await writeFile(path, lines.join('\n'));
    return path;
  };

  test('with a key that there is not is refused with its line', async () => {
    const file = await configure('wrong.yaml', [
      'port: 0',
      '',
      'otlp_htp:',
      '  port: 0',
      'retention:',
      '  span_days: 3',
    ]);
    const problems = [
      'The configuration is wrong:',
      `  ${file}, line 3: there is no setting otlp_htp. Did you mean otlp_http?`,
      `  ${file}, line 6: there is no setting retention.span_days. Did you mean retention.spans_days?`,
    ];
    for (const command of [['serve'], ['config', 'check']]) {
      const { code, stdout, stderr } = await vitalfew([...command, '--config', file]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.trimEnd().split('\n').sort()).toEqual([...problems].sort());
    }
  });

  test('is checked and shown from file, environment and flags', async () => {
    const file = await configure('sound.yaml', ['port: 1234', 'apdex_ms: 250', 'data: there']);
    const options = { cwd: folder, env: { VITALFEW_PORT: '2345', VITALFEW_APDEX_MS: '300' } };
    expect(await runCommand(['config', 'check', '--config', file], options)).toEqual({
      code: 0,
      stdout: 'The configuration is sound.\n',
      stderr: '',
    });
    const shown = await runCommand(['config', 'show', '--config', file, '--port', '3456'], options);
    for (const line of [/^port: 3456 /m, /^apdex_ms: 300 /m, /^data: "there" /m, /^otlp_http\.port: 4318 /m])
      expect(shown.stdout).toMatch(line);
  });

  test('with a flag that there is not is refused with the nearest', async () => {
    expect(await vitalfew(['serve', '--prt', '0'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/unknown option '--prt'\n\(Did you mean --port\?\)/),
    });
  });
});
