import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback, type Sessions, type SessionUser } from '../auth/index.ts';
import { VitalfewError } from '../error.ts';

export interface SecurityContext {
  readonly sessions: Sessions;
  /** Whether a login is configured. */
  readonly loginRequired: () => boolean;
  /** Of commands on this machine, see auth/running-note.ts. */
  readonly localKey: string;
  /** Whether the server listens on loopback only. */
  readonly loopbackOnly: boolean;
  /** Paths of receivers, which check tokens of their own. */
  readonly isReceiverPath: (path: string) => boolean;
}

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

const OPEN_PATHS: ReadonlySet<string> = new Set(['/api/v1/session', '/api/v1/login', '/api/v1/logout']);
const COOKIE = 'vitalfew_session';

/** Headers, host and origin checks, and the login for the API. */
export function registerSecurity(app: FastifyInstance, context: SecurityContext): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(HEADERS);
    const path = request.url.split('?', 1)[0] ?? '/';
    if (context.isReceiverPath(path)) return;
    if (context.loopbackOnly) refuseForeignHost(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') refuseForeignOrigin(request);
    if (!path.startsWith('/api/') || OPEN_PATHS.has(path) || !context.loginRequired()) return;
    if (userOf(request, context) === undefined) throw new VitalfewError('unauthenticated', 'Log in first.');
  });
}

/** Who asks; without a login configured everyone on this machine is an administrator. */
export function userOf(request: FastifyRequest, context: SecurityContext): SessionUser | undefined {
  if (!context.loginRequired() || hasLocalKey(request, context)) return { name: 'local', role: 'admin' };
  return context.sessions.find(sessionIdOf(request), Date.now());
}

function hasLocalKey(request: FastifyRequest, { localKey }: SecurityContext): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${localKey}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

export function sessionIdOf(request: FastifyRequest): string | undefined {
  const cookies = request.headers.cookie ?? '';
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(cookies)?.[1];
}

export function sessionCookie(id: string, maxAgeSeconds: number, secure: boolean): string {
  return `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure ? '; Secure' : ''}`;
}

/** A page elsewhere may point its own name at 127.0.0.1; then the Host header still names the page. */
function refuseForeignHost(request: FastifyRequest): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (host !== '' && !isLoopback(host)) {
    throw new VitalfewError('forbidden', `This Vitalfew answers to its own machine only, not as "${host}".`);
  }
}

function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const sameOrigin =
    origin === undefined || (URL.canParse(origin) && new URL(origin).host === request.headers.host);
  if (!sameOrigin || site === 'cross-site' || site === 'same-site') {
    throw new VitalfewError('forbidden', 'Changes are taken from pages of this Vitalfew only.');
  }
}
