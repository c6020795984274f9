import { existsSync, readFileSync } from 'node:fs';
import { isPair, isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml';
import { VitalfewError } from '../error.ts';
import { type Config, configSchema } from './schema.ts';
import { SETTINGS } from './settings.ts';

export interface ConfigSources {
  /** A file that must exist; without it `vitalfew.yaml` is read where there is one. */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values by key, as `otlp_http.port`, from the command line. */
  readonly flags: Readonly<Record<string, string>>;
}

export const DEFAULT_FILE = 'vitalfew.yaml';

/** Variables that are no settings of the server: the agents read them (python/README.md), in the same shell perhaps. */
const FOREIGN_ENV: ReadonlySet<string> = new Set([
  'VITALFEW_ENABLED',
  'VITALFEW_ENDPOINT',
  'VITALFEW_ENVIRONMENT',
  'VITALFEW_SERVICE',
  'VITALFEW_TOKEN',
  'VITALFEW_VERSION',
  // The development server of packages/web.
  'VITALFEW_URL',
]);

/**
 * The configuration: flags before environment before file before defaults.
 * @throws VitalfewError `configuration` with one line for each thing that is wrong, in which place.
 */
export function loadConfig(sources: ConfigSources): Config {
  const problems: string[] = [];
  const raw: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  readFile(sources.file, raw, origins, problems);
  readEnv(sources.env, raw, origins, problems);
  for (const [key, value] of Object.entries(sources.flags)) {
    assign(raw, key, value);
    origins.set(key, `--${key.replaceAll(/[._]/g, '-')}`);
  }
  const parsed = configSchema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys : undefined;
      for (const name of unknown ?? ['']) {
        const key = [...issue.path, ...(name === '' ? [] : [name])].join('.');
        const place = placeOf(key, origins);
        problems.push(
          unknown ? `${place}: there is no setting ${key}.${suggestion(key)}` : `${place}: ${issue.message}.`,
        );
      }
    }
  }
  if (problems.length > 0 || !parsed.success) {
    throw new VitalfewError('configuration', `The configuration is wrong:\n  ${problems.join('\n  ')}`, {
      details: problems,
    });
  }
  return parsed.data;
}

function readFile(
  file: string | undefined,
  raw: Record<string, unknown>,
  origins: Map<string, string>,
  problems: string[],
): void {
  const path = file ?? DEFAULT_FILE;
  if (!existsSync(path)) {
    if (file !== undefined) problems.push(`${file}: the file does not exist.`);
    return;
  }
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  for (const error of document.errors) {
    problems.push(`${path}, line ${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`);
  }
  if (document.errors.length > 0) return;
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push(`${path}: settings are written as "key: value", one a line.`);
    return;
  }
  visit(document, {
    Pair: (_, pair, ancestors) => {
      const way = [...ancestors.filter(isPair), pair].map(nameOf).join('.');
      const start = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
      origins.set(way, `${path}, line ${lines.linePos(start).line}`);
    },
  });
  Object.assign(raw, value);
}

function nameOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function readEnv(
  env: Readonly<Record<string, string | undefined>>,
  raw: Record<string, unknown>,
  origins: Map<string, string>,
  problems: string[],
): void {
  const byName = new Map(SETTINGS.map((setting) => [setting.env, setting]));
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('VITALFEW_') || value === undefined || FOREIGN_ENV.has(name)) continue;
    const setting = byName.get(name);
    if (setting === undefined) {
      problems.push(
        `environment: there is no setting ${name}.${suggestion(name.slice('VITALFEW_'.length).toLowerCase())}`,
      );
      continue;
    }
    assign(raw, setting.key, value);
    origins.set(setting.key, name);
  }
}

/** Where the key was set, else what it stands in: an item of a list has the place of the list. */
function placeOf(key: string, origins: ReadonlyMap<string, string>): string {
  for (let at = key; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    const place = origins.get(at);
    if (place !== undefined) return place;
  }
  return key;
}

function assign(raw: Record<string, unknown>, key: string, value: unknown): void {
  const names = key.split('.');
  const last = names.pop() ?? '';
  let at = raw;
  for (const name of names) {
    const child = at[name];
    const next = typeof child === 'object' && child !== null ? (child as Record<string, unknown>) : {};
    at[name] = next;
    at = next;
  }
  at[last] = value;
}

/** ` Did you mean …?` for a name that is nearly right. */
function suggestion(key: string): string {
  const plain = (text: string) => text.replaceAll(/[._-]/g, '');
  const best = [...NAMES]
    .map((name) => ({ name, far: editDistance(plain(name), plain(key)) }))
    .sort((a, b) => a.far - b.far)[0];
  return best && best.far <= 3 ? ` Did you mean ${best.name}?` : '';
}

/** Settings and the sections that they stand in. */
const NAMES: ReadonlySet<string> = new Set(
  SETTINGS.flatMap(({ key }) => [key, ...(key.includes('.') ? [key.split('.', 1)[0] as string] : [])]),
);

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
