import { z } from 'zod';

export const loginRequest = z.object({
  username: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
});

/** GET session: who is asking. Without a login configured everyone on this machine is `admin`. */
export const sessionAnswer = z.object({
  loginRequired: z.boolean(),
  user: z.object({ name: z.string(), role: z.enum(['viewer', 'editor', 'admin']) }).nullable(),
});
export type SessionAnswer = z.infer<typeof sessionAnswer>;
