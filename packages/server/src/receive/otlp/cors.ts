export interface CorsOptions {
  /** Origins whose pages may send, e.g. `https://shop.example`; `*` for all. */
  readonly origins: readonly string[];
}

const PREFLIGHT_SECONDS = 7200;

/** The headers that let a page of `origin` send; undefined where it may not. */
export function corsHeaders(
  origin: string | undefined,
  options: CorsOptions,
): Record<string, string> | undefined {
  if (origin === undefined) return undefined;
  if (!options.origins.includes('*') && !options.origins.includes(origin)) return undefined;
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, content-encoding, authorization, traceparent, tracestate',
    'access-control-expose-headers': 'retry-after',
    'access-control-max-age': String(PREFLIGHT_SECONDS),
    vary: 'origin',
  };
}
