import fastify from 'fastify';
import { listenError } from '../listen-error.ts';
import type { ListenAddress, Receiver, RunningReceiver } from '../receiver.ts';
import { OTLP_HTTP, type OtlpHttpOptions, otlpHttpPlugin } from './http-plugin.ts';

const TITLE = 'OTLP/HTTP';
/** For a whole request; a sender that dawdles holds memory. */
const REQUEST_TIMEOUT_MS = 60_000;

/** OTLP over HTTP on its standard port. */
export function otlpHttpReceiver(options: OtlpHttpOptions): Receiver {
  return {
    name: OTLP_HTTP,
    title: TITLE,
    signals: ['traces', 'metrics', 'logs'],
    defaultPort: 4318,
    start: (address) => listen(address, options),
  };
}

async function listen(address: ListenAddress, options: OtlpHttpOptions): Promise<RunningReceiver> {
  const app = fastify({ logger: false, requestTimeout: REQUEST_TIMEOUT_MS, forceCloseConnections: 'idle' });
  await app.register(otlpHttpPlugin, options);
  try {
    return { address: await app.listen(address), close: () => app.close() };
  } catch (cause) {
    await app.close();
    throw listenError(TITLE, address, cause);
  }
}
