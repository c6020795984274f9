import { apiRoutes, type ConnectAnswer, type StatusAnswer } from '@vitalfew/contract';
import type { FastifyInstance } from 'fastify';
import { connectedServices } from '../../query/services/connected-services.ts';
import type { Store } from '../../store/store.ts';

export interface OperationRoutesContext {
  readonly store: Store;
  readonly version: string;
  readonly startedMs: number;
  readonly receivers: () => ConnectAnswer['receivers'];
  readonly derive: () => StatusAnswer['derive'];
  readonly tokenRequired: () => boolean;
}

/** What Vitalfew says of itself: the Connect and Status pages. */
export function registerOperationRoutes(app: FastifyInstance, context: OperationRoutesContext): void {
  app.get(apiRoutes.status, async (): Promise<StatusAnswer> => {
    const { engine, spool, disk, tables, memory, counters } = await context.store.status();
    return {
      version: context.version,
      uptimeSeconds: (Date.now() - context.startedMs) / 1000,
      engine,
      spool,
      derive: context.derive(),
      disk,
      tables: [...tables],
      memory,
      counters: { ...counters },
    };
  });

  app.get(
    apiRoutes.connect,
    async (): Promise<ConnectAnswer> => ({
      receivers: context.receivers(),
      // The lights of the receivers work while the engine is away.
      services: await connectedServices(context.store, Date.now()).catch(() => []),
      tokenRequired: context.tokenRequired(),
    }),
  );
}
