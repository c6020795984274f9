import type { z } from 'zod';
import { VitalfewError } from '../error.ts';

/**
 * The question that a query string asks.
 * @throws VitalfewError `bad_request` with one line a parameter that is wrong.
 */
export function parseQuestion<Schema extends z.ZodType>(schema: Schema, query: unknown): z.output<Schema> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'query'}: ${issue.message}`);
  throw new VitalfewError('bad_request', `The question cannot be answered: ${details.join('; ')}.`, {
    details,
  });
}
