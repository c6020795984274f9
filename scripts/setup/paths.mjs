import { fileURLToPath } from 'node:url';

/** The root of the working tree. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
