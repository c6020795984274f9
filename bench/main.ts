// `npm run bench`: what Vitalfew costs and how fast it answers, beside its targets. Prints, never asserts.
// `npm run bench -- server` runs one part; `--spans N` sets the size of the store.
import { parseArgs } from 'node:util';
import { benchAgent } from './agent-overhead.ts';
import { benchServer } from './ingest-and-query.ts';
import { printRow } from './report.ts';
import { benchSql } from './sql.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { spans: { type: 'string', default: '10000000' } },
});
const wants = (part: string) => positionals.length === 0 || positionals.includes(part);

printRow(['figure', 'measured', 'target or peer', 'ratio']);
if (wants('server')) await benchServer(Number(values.spans));
if (wants('sql')) benchSql();
if (wants('agent')) await benchAgent(pythonOf('BOOKSTORE_PYTHON'), pythonOf('OPENTELEMETRY_PYTHON'));

/** A Python that scripts/bench.mjs has prepared. */
function pythonOf(name: string): string {
  const path = process.env[name];
  if (path === undefined) throw new Error(`${name} is not set; run this by \`npm run bench\`.`);
  return path;
}
