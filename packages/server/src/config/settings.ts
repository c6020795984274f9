import { z } from 'zod';
import { configSchema } from './schema.ts';

/** One thing that can be set, by its three names. */
export interface Setting {
  /** `otlp_http.port` */
  readonly key: string;
  /** `VITALFEW_OTLP_HTTP_PORT` */
  readonly env: string;
  /** `--otlp-http-port` */
  readonly flag: string;
  readonly description: string;
  readonly defaultValue: unknown;
}

const DEFAULTS: unknown = configSchema.parse({});

/** Every setting, in the order of the schema. */
export const SETTINGS: readonly Setting[] = settingsOf(configSchema, []);

function settingsOf(schema: z.ZodObject, path: readonly string[]): Setting[] {
  return Object.entries(schema.shape).flatMap(([name, child]) => {
    const at = [...path, name];
    const inner = unwrap(child as z.ZodType);
    if (inner instanceof z.ZodObject) return settingsOf(inner, at);
    const words = at.join('_');
    return [
      {
        key: at.join('.'),
        env: `VITALFEW_${words.toUpperCase()}`,
        flag: `--${words.replaceAll('_', '-')}`,
        description: (child as z.ZodType).description ?? '',
        defaultValue: valueAt(DEFAULTS, at),
      },
    ];
  });
}

function unwrap(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodPrefault ? (schema.unwrap() as z.ZodType) : schema;
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    value,
  );
}
