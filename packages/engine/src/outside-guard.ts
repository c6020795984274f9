import { accessDenied } from './exception.ts';
import { sqlTokens } from './sql-tokens.ts';

/** Table functions and table engines through which a statement could read or write outside the database. */
const OUTSIDE: ReadonlySet<string> = new Set(
  `file filecluster url urlcluster s3 s3cluster gcs oss cosn azureblobstorage azureblobstoragecluster hdfs hdfscluster
   iceberg icebergs3 iceberglocal icebergazure iceberghdfs deltalake deltalakelocal hudi paimon remote remotesecure
   mysql postgresql mongodb redis sqlite odbc jdbc executable executablepool python kafka rabbitmq nats
   filelog s3queue azurequeue arrowflight ytsaurus materializedpostgresql dictionary_file library
   catboostevaluate cluster clusterallreplicas`.split(/\s+/),
);

/**
 * Refuses statements that reach outside the database. The embedded engine runs as `clickhouse local`, which has no
 * users to restrict and does not confine file() to a folder, so the text is checked before it goes in.
 */
export function refuseOutsideAccess(sql: string): void {
  let previous = '';
  let name = '';
  for (const token of sqlTokens(sql)) {
    const text = token.text.toLowerCase().replaceAll('_', '');
    if (token.kind === 'sign' && token.text === '(' && OUTSIDE.has(name)) throw accessDenied(`${name}()`);
    if ((previous === 'into' && text === 'outfile') || (previous === 'from' && text === 'infile'))
      throw accessDenied(text.toUpperCase());
    if (name === 'engine' && token.kind === 'sign' && token.text === '=') {
      previous = 'engine';
      continue;
    }
    if (previous === 'engine' && OUTSIDE.has(text)) throw accessDenied(`Engine ${token.text}`);
    previous = text;
    name = token.kind === 'word' || token.kind === 'quoted' ? text : '';
  }
}
