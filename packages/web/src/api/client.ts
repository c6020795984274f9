import { apiError } from '@vitalfew/contract';

/** A refusal of the server, with its own sentence. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
  }
}

export type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;

/** Asks the API. Lists repeat their key; empty values are left out. */
export async function ask<Answer>(
  path: string,
  query: Readonly<Record<string, QueryValue>> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) params.append(key, String(each));
  }
  const text = params.toString();
  return send<Answer>(`${path}${text === '' ? '' : `?${text}`}`, signal ? { signal } : {});
}

export function post<Answer>(path: string, body: unknown): Promise<Answer> {
  return send<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function send<Answer>(path: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiFailure(0, 'unreachable', 'Vitalfew does not answer. Is it still running?');
  }
  if (response.ok) return (await response.json().catch(() => ({}))) as Answer;
  const refusal = apiError.safeParse(await response.json().catch(() => undefined));
  if (refusal.success)
    throw new ApiFailure(response.status, refusal.data.error.code, refusal.data.error.message);
  throw new ApiFailure(response.status, 'unexpected', `The server answered ${response.status}.`);
}
