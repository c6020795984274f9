import { apiRoutes, loginRequest, type SessionAnswer } from '@vitalfew/contract';
import type { FastifyInstance } from 'fastify';
import { type AccessFile, checkUser, LoginLimit } from '../../auth/index.ts';
import { VitalfewError } from '../../error.ts';
import { parseQuestion } from '../parse-question.ts';
import { type SecurityContext, sessionCookie, sessionIdOf, userOf } from '../security.ts';

/** Who is asking, logging in and out. */
export function registerSessionRoutes(
  app: FastifyInstance,
  security: SecurityContext,
  access: AccessFile,
): void {
  const limit = new LoginLimit();

  app.get(apiRoutes.session, (request): SessionAnswer => {
    const user = userOf(request, security);
    return {
      loginRequired: security.loginRequired(),
      user: user ? { name: user.name, role: user.role } : null,
    };
  });

  app.post(apiRoutes.login, async (request, reply) => {
    const { username, password } = parseQuestion(loginRequest, request.body);
    const waitSeconds = limit.waitSeconds(request.ip, Date.now());
    if (waitSeconds > 0) {
      throw new VitalfewError('overloaded', `Too many attempts. Try again in ${waitSeconds} s.`, {
        retryAfterSeconds: waitSeconds,
      });
    }
    const user = await checkUser(access, username, password);
    if (user === undefined) {
      limit.failed(request.ip, Date.now());
      throw new VitalfewError('unauthenticated', 'User or password is wrong.');
    }
    limit.succeeded(request.ip);
    const { id, maxAgeSeconds } = security.sessions.open(user, Date.now());
    void reply.header('set-cookie', sessionCookie(id, maxAgeSeconds, request.protocol === 'https'));
    return { loginRequired: true, user } satisfies SessionAnswer;
  });

  app.post(apiRoutes.logout, (request, reply) => {
    security.sessions.close(sessionIdOf(request));
    void reply.header('set-cookie', sessionCookie('', 0, request.protocol === 'https'));
    return {};
  });
}
