import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { startApi } from './api/start-api.ts';
import {
  AccessFile,
  isToken,
  removeRunningNote,
  requireLoginBeyondLoopback,
  writeRunningNote,
} from './auth/index.ts';
import type { Config } from './config/index.ts';
import { startDerive } from './derive/index.ts';
import { IntakeLedger } from './receive/intake-ledger.ts';
import { normaliseStatement } from './receive/normalise/normalise-statement.ts';
import { otlpGrpcReceiver } from './receive/otlp/grpc-receiver.ts';
import { otlpHttpPlugin } from './receive/otlp/http-plugin.ts';
import { otlpHttpReceiver } from './receive/otlp/http-receiver.ts';
import { OtlpIntake } from './receive/otlp/intake.ts';
import { startReceivers } from './receive/registry.ts';
import { openStore } from './store/open-store.ts';

export interface ServerFiles {
  /** The bundled engine host. */
  readonly engineHost: string;
  /** The built web UI. */
  readonly webDir: string;
  /** Written once the server is ready. */
  readonly readyFile?: string;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Puts the stages together: store, derive, receivers, API. Closing undoes it in the reverse order. */
export async function startServer(
  config: Config,
  options: { readonly files: ServerFiles; readonly logger: Logger; readonly version: string },
): Promise<RunningServer> {
  const startedMs = Date.now();
  const { logger, files } = options;
  const dataDir = resolve(config.data);
  const access = new AccessFile(dataDir);
  requireSafeAddresses(config, access);

  const store = await openStore({ config, dataDir, hostScript: files.engineHost, logger });
  const has = (role: Config['roles'][number]) => config.roles.includes(role);
  const derive = has('derive')
    ? startDerive(store, { apdexThresholdMs: config.apdex_ms, logger })
    : undefined;
  const ledger = new IntakeLedger(Date.now);
  const intake = new OtlpIntake({
    sink: store,
    ledger,
    // Without any token there is no door to close: requireSafeAddresses keeps strangers out.
    authorise: (token) => access.read().tokens.length === 0 || isToken(access, token),
    now: Date.now,
    normaliseSql: normaliseStatement,
    limits: { pastSeconds: config.retention.spans_days * 86_400 },
  });
  const cors = config.cors_origins.length > 0 ? { cors: { origins: config.cors_origins } } : {};
  const settings = { 'otlp-http': config.otlp_http, 'otlp-grpc': config.otlp_grpc } as const;
  const receivers = await startReceivers(
    [otlpHttpReceiver({ intake, ...cors }), otlpGrpcReceiver({ intake })],
    {
      ledger,
      settings: (name) => {
        const { enabled, host, port } = settings[name as keyof typeof settings];
        return { enabled: enabled && has('receive'), host: host || config.host, port };
      },
    },
  );
  const localKey = randomBytes(32).toString('base64url');
  const closeStages = async () => {
    removeRunningNote(dataDir);
    await receivers.close();
    await derive?.close();
    await store.close();
  };
  try {
    const api = await startApi({
      host: config.host,
      port: config.port,
      store,
      access,
      localKey,
      logger,
      version: options.version,
      startedMs,
      apdexThresholdMs: config.apdex_ms,
      webDir: files.webDir,
      receivers: () => receivers.states(),
      derive: () => derive?.status() ?? [],
      mountReceivers: async (app: FastifyInstance) => {
        if (has('receive')) await app.register(otlpHttpPlugin, { intake, ...cors });
      },
    });
    const states = receivers.states();
    for (const state of states) {
      if (state.problem !== '') logger.warn(`${state.title} does not listen: ${state.problem}`);
    }
    const addressOf = (name: string) =>
      states.find((state) => state.name === name && state.state === 'listening')?.address;
    writeRunningNote(dataDir, { url: api.url, pid: process.pid, key: localKey });
    await writeReady(files.readyFile, {
      url: api.url,
      pid: process.pid,
      otlpHttp: addressOf('otlp-http'),
      otlpGrpc: addressOf('otlp-grpc'),
      data: dataDir,
    });
    logger.info(
      `Vitalfew ${options.version} is ready at ${api.url} after ${((Date.now() - startedMs) / 1000).toFixed(1)} s`,
    );
    return {
      url: api.url,
      close: async () => {
        await api.close();
        await closeStages();
      },
    };
  } catch (error) {
    await closeStages();
    throw error;
  }
}

function requireSafeAddresses(config: Config, access: AccessFile): void {
  const { users, tokens } = access.read();
  requireLoginBeyondLoopback(
    [
      { name: 'the UI', host: config.host },
      ...(config.otlp_http.enabled
        ? [{ name: 'OTLP/HTTP', host: config.otlp_http.host || config.host }]
        : []),
      ...(config.otlp_grpc.enabled
        ? [{ name: 'OTLP/gRPC', host: config.otlp_grpc.host || config.host }]
        : []),
    ],
    users.length > 0,
    tokens.length > 0,
  );
}

/** Written beside and renamed, so that whoever waits for the file reads it whole. */
async function writeReady(path: string | undefined, ready: Readonly<Record<string, unknown>>): Promise<void> {
  if (path === undefined) return;
  const draft = join(`${path}.${process.pid}`);
  await writeFile(draft, `${JSON.stringify(ready)}\n`);
  await rename(draft, path);
}
