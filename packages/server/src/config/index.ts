export { loadConfig } from './load-config.ts';
export type { Config } from './schema.ts';
export { SETTINGS, type Setting } from './settings.ts';
