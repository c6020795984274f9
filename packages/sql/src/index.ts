export { formatSql } from './format.ts';
export { type NormalizedSql, normalizeSql } from './normalize.ts';
