import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const days = z.coerce.number().int().min(1).max(3_650);
const flag = z.union([
  z.boolean(),
  z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1'),
]);
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
]);

const receiver = (defaultPort: number) =>
  z
    .strictObject({
      enabled: flag.default(true).describe('Whether it listens.'),
      host: z.string().default('').describe('The address it listens on; empty: the same as host.'),
      port: port.default(defaultPort).describe('The port it listens on; 0 takes any free one.'),
    })
    .prefault({});

/**
 * Everything that can be configured, in one place. A key `otlp_http.port` is `otlp_http: { port: … }` in
 * vitalfew.yaml, `VITALFEW_OTLP_HTTP_PORT` in the environment and `--otlp-http-port` as a flag.
 */
export const configSchema = z.strictObject({
  data: z
    .string()
    .min(1)
    .default('.vitalfew')
    .describe('The directory of the spool and the embedded engine.'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('The address of the UI, the API and the receivers. Any but loopback requires a user.'),
  port: port.default(8020).describe('The port of the UI and the API; 0 takes any free one.'),
  otlp_http: receiver(4318),
  otlp_grpc: receiver(4317),
  cors_origins: list
    .default([])
    .describe('Origins whose pages may send OTLP from browsers, separated by commas.'),
  apdex_ms: z.coerce
    .number()
    .min(1)
    .max(600_000)
    .default(500)
    .describe('The Apdex threshold T, milliseconds.'),
  roles: list
    .pipe(z.array(z.enum(['receive', 'derive', 'query'])).min(1))
    .default(['receive', 'derive', 'query'])
    .describe('What this server does; several servers may share the work in front of one cluster.'),
  store: z
    .strictObject({
      url: z
        .string()
        .default('')
        .describe('A ClickHouse server, e.g. http://host:8123; empty: the embedded engine.'),
      user: z.string().default('default').describe('The user there.'),
      password: z.string().default('').describe('Its password.'),
      database: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .default('vitalfew')
        .describe('The database there.'),
      cluster: z
        .string()
        .regex(/^[\w-]*$/)
        .default('')
        .describe('The name of a cluster there: tables are then replicated and distributed.'),
    })
    .prefault({}),
  engine: z
    .strictObject({
      memory_mb: z.coerce
        .number()
        .int()
        .min(256)
        .default(2_048)
        .describe('The memory that the embedded engine may use, MB.'),
    })
    .prefault({}),
  spool: z
    .strictObject({
      limit_mb: z.coerce
        .number()
        .int()
        .min(16)
        .default(2_048)
        .describe('What may wait for the engine before senders are told to wait, MB.'),
      fsync: z
        .enum(['always', 'interval', 'never'])
        .default('interval')
        .describe(
          'When acknowledged data is forced to the disk itself. All survive kill -9; only always survives a power cut whole.',
        ),
    })
    .prefault({}),
  retention: z
    .strictObject({
      spans_days: days.default(14).describe('Days that spans are kept.'),
      requests_days: days.default(30).describe('Days that requests are kept.'),
      minutes_days: days.default(90).describe('Days that figures by minute are kept.'),
      hours_days: days.default(400).describe('Days that figures by hour are kept.'),
      samples_days: days.default(30).describe('Days that metric samples are kept.'),
      logs_days: days.default(14).describe('Days that log records are kept.'),
    })
    .prefault({}),
  disk: z
    .strictObject({
      budget_gb: z.coerce
        .number()
        .min(0)
        .default(0)
        .describe('What all tables together may take, GB; the oldest detail goes first. 0: no limit.'),
    })
    .prefault({}),
  log_level: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('What the server says of itself.'),
});

export type Config = z.output<typeof configSchema>;
