import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { VitalfewError } from '../../error.ts';
import { listenError } from '../listen-error.ts';
import type { ListenAddress, Receiver, RunningReceiver, Signal } from '../receiver.ts';
import { bearerToken } from './bearer-token.ts';
import type { OtlpIntake } from './intake.ts';
import { refusalOf } from './refusal.ts';
import { exportResponse, statusWithRetry } from './response.ts';

export const OTLP_GRPC = 'otlp-grpc';
const TITLE = 'OTLP/gRPC';

const SERVICES: readonly (readonly [service: string, signal: Signal])[] = [
  ['opentelemetry.proto.collector.trace.v1.TraceService', 'traces'],
  ['opentelemetry.proto.collector.metrics.v1.MetricsService', 'metrics'],
  ['opentelemetry.proto.collector.logs.v1.LogsService', 'logs'],
];

type Export = handleUnaryCall<Buffer, Buffer>;

/** OTLP over gRPC on its standard port: the Export calls of three services, messages as raw bytes. */
export function otlpGrpcReceiver(options: { readonly intake: OtlpIntake }): Receiver {
  return {
    name: OTLP_GRPC,
    title: TITLE,
    signals: ['traces', 'metrics', 'logs'],
    defaultPort: 4317,
    start: (address) => listen(address, options.intake),
  };
}

async function listen(address: ListenAddress, intake: OtlpIntake): Promise<RunningReceiver> {
  // grpc-js inflates as it reads and stops at the limit, compressed or not.
  const server = new Server({
    'grpc.max_receive_message_length': intake.limits.messageBytes,
    // Messages are whole in memory before they can be counted: so many at once on a connection.
    'grpc.max_concurrent_streams': 16,
  });
  for (const [service, signal] of SERVICES) {
    server.addService(definitionOf(service), { Export: exportCall(intake, signal) });
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(
      `${bracketed(address.host)}:${address.port}`,
      ServerCredentials.createInsecure(),
      (error, bound) => {
        if (error === null) resolve(bound);
        else reject(listenError(TITLE, address, error));
      },
    );
  });
  return { address: `${bracketed(address.host)}:${port}`, close: () => close(server) };
}

function exportCall(intake: OtlpIntake, signal: Signal): Export {
  return (call, callback) => {
    const token = bearerToken(call.metadata.get('authorization')[0]?.toString());
    takeMessage(intake, signal, { message: call.request, token }).then(
      (response) => callback(null, response),
      (error: unknown) => {
        const { codes, message, retryAfterSeconds } = refusalOf(error);
        intake.refused(OTLP_GRPC, message);
        const metadata = new Metadata();
        if (retryAfterSeconds !== undefined) {
          metadata.set('grpc-status-details-bin', statusWithRetry(codes.grpc, message, retryAfterSeconds));
        }
        callback({ code: codes.grpc, details: message, metadata });
      },
    );
  };
}

async function takeMessage(
  intake: OtlpIntake,
  signal: Signal,
  { message, token }: { readonly message: Buffer; readonly token: string | undefined },
): Promise<Buffer> {
  if (!intake.isAuthorised(token)) {
    throw new VitalfewError(
      'unauthenticated',
      'An ingest token is needed: send it as metadata `authorization: Bearer <token>`.',
    );
  }
  const share = intake.budget.open();
  try {
    share.take(message.length);
    const tally = await intake.take(message, { receiver: OTLP_GRPC, signal, encoding: 'protobuf', share });
    return exportResponse('protobuf', signal, tally);
  } finally {
    share.close();
  }
}

function definitionOf(service: string): ServiceDefinition {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    Export: {
      path: `/${service}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
}

/** Open calls may end; after two seconds they are cut. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.forceShutdown(), 2000);
    server.tryShutdown(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
