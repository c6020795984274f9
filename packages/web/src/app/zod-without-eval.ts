import { config } from 'zod';

// The content security policy forbids eval; unless told, zod tries whether it may. Imported before any schema is made.
config({ jitless: true });
