import type { ConnectAnswer, StatusAnswer } from '@vitalfew/contract';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type AccessFile, isLoopback, Sessions } from '../auth/index.ts';
import { VitalfewError } from '../error.ts';
import type { Store } from '../store/store.ts';
import { registerErrors } from './errors.ts';
import { registerOperationRoutes } from './routes/operation.ts';
import { registerSessionRoutes } from './routes/session.ts';
import { registerTelemetryRoutes } from './routes/telemetry.ts';
import { registerSecurity, type SecurityContext } from './security.ts';
import { registerWebFiles } from './web-files.ts';

export interface ApiOptions {
  readonly host: string;
  readonly port: number;
  readonly store: Store;
  readonly access: AccessFile;
  readonly localKey: string;
  readonly logger: Logger;
  readonly version: string;
  readonly startedMs: number;
  readonly apdexThresholdMs: number;
  /** The folder of the built web UI. */
  readonly webDir: string;
  readonly receivers: () => ConnectAnswer['receivers'];
  readonly derive: () => StatusAnswer['derive'];
  /** Registers the receivers that answer on this port too. */
  readonly mountReceivers: (app: FastifyInstance) => Promise<void>;
}

export interface RunningApi {
  /** `http://127.0.0.1:8020` */
  readonly url: string;
  close(): Promise<void>;
}

/** For the arrival of a whole request: a sender of OTLP that dawdles holds memory here as on its own port. */
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * The HTTP server of the UI and the API.
 * @throws VitalfewError `address_in_use` when the port is taken.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const app = fastify({
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 1_024 },
  });
  const loginRequired = () => options.access.read().users.length > 0;
  const security: SecurityContext = {
    sessions: new Sessions(),
    loginRequired,
    localKey: options.localKey,
    loopbackOnly: isLoopback(options.host),
    isReceiverPath: (path) => path.startsWith('/v1/'),
  };
  registerErrors(app, options.logger);
  registerSecurity(app, security);
  await options.mountReceivers(app);
  await app.register(async (api) => {
    registerSessionRoutes(api, security, options.access);
    registerTelemetryRoutes(api, { store: options.store, apdexThresholdMs: options.apdexThresholdMs });
    registerOperationRoutes(api, {
      store: options.store,
      version: options.version,
      startedMs: options.startedMs,
      receivers: options.receivers,
      derive: options.derive,
      tokenRequired: () => options.access.read().tokens.length > 0,
    });
    api.all('/api/*', () => {
      throw new VitalfewError('not_found', 'The API has no such path.');
    });
    registerWebFiles(api, options.webDir);
  });
  try {
    const url = await app.listen({ host: options.host, port: options.port });
    return { url, close: () => app.close() };
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new VitalfewError(
      'address_in_use',
      `Port ${options.port} of ${options.host} is taken by another program. Choose another with --port, or --port 0 for any free one.`,
      { cause: error },
    );
  }
}
