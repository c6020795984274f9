import { z } from 'zod';

/** The body of every refusal: a stable code, a sentence that says what, where and what to do. */
export const apiError = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.array(z.string()).optional() }),
});
export type ApiError = z.infer<typeof apiError>;
