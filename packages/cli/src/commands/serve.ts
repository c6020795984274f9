import { fileURLToPath } from 'node:url';
import { startServer } from '@vitalfew/server';
import { Command } from 'commander';
import { configOf, withConfigOptions } from '../config-options.ts';
import { createLogger } from '../logger.ts';
import { VERSION } from '../version.ts';

const fileBeside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Runs the server until it is told to stop. */
export function serveCommand(): Command {
  return withConfigOptions(new Command('serve'))
    .description('Run the server (what happens without a command).')
    .option('--ready-file <file>', 'Write the addresses to this file as JSON once the server is ready.')
    .action(async (options: Record<string, unknown>) => {
      const config = configOf(options);
      const logger = createLogger(config.log_level);
      const server = await startServer(config, {
        logger,
        version: VERSION,
        files: {
          engineHost: fileBeside('../../engine/dist/host.mjs'),
          webDir: fileBeside('../../web/dist'),
          ...(typeof options.readyFile === 'string' ? { readyFile: options.readyFile } : {}),
        },
      });
      let stopping = false;
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => {
          // The second time is meant: what is acknowledged is in the spool and survives.
          if (stopping) process.exit(1);
          stopping = true;
          logger.info('Stopping');
          server.close().then(
            () => process.exit(0),
            (error: unknown) => {
              logger.error({ err: error }, 'Stopping failed.');
              process.exit(1);
            },
          );
        });
      }
    });
}
