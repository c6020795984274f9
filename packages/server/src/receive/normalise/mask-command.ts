/** Parts of a key between separators that name one thing of many: numbers, hashes, UUIDs. */
const VARIABLE = /^(?=.*[0-9])[0-9A-Fa-f-]+$/;
const KEY_PARTS = /[^:._/|]+/g;
const MAX_KEY = 200;

/**
 * A command of a key-value store without its values: `SET user:42:name "Ann"` becomes `SET user:*:name ?`.
 * Only the first argument is taken for a key. Linear in the length.
 *
 * @example maskCommand('GET session:9f86d081') // 'GET session:*'
 */
export function maskCommand(command: string): string {
  const line = command.slice(0, 2048).trim();
  const verbEnd = line.search(/\s/);
  if (verbEnd < 0) return line.toUpperCase();
  const verb = line.slice(0, verbEnd).toUpperCase();
  const rest = line.slice(verbEnd).trim();
  const keyEnd = rest.search(/\s/);
  // An AUTH or HELLO has a password where others have a key.
  const key = verb === 'AUTH' || verb === 'HELLO' ? '?' : maskKey(keyEnd < 0 ? rest : rest.slice(0, keyEnd));
  return keyEnd < 0 ? `${verb} ${key}` : `${verb} ${key} ?`;
}

/**
 * A cache key as a template: digits and hashes replaced by `*`.
 *
 * @example maskKey('view:book:1234:v2') // 'view:book:*:v*'
 */
export function maskKey(key: string): string {
  return key
    .slice(0, MAX_KEY)
    .replace(KEY_PARTS, (part) => (VARIABLE.test(part) ? '*' : part.replace(/[0-9]+/g, '*')));
}
