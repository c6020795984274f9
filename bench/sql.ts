import { normalizeSql } from '../packages/sql/src/index.ts';
import { readGolden } from '../packages/sql/test/golden.ts';
import { median, printAgainst } from './report.ts';

/** From the folder of the bundle. */
const GOLDEN = new URL('../packages/sql/test/golden/', import.meta.url);
const MEGABYTE = 1_000_000;
const ROUNDS = 15;
const TARGET = 1;

interface Input {
  readonly system: string;
  readonly statement: string;
}

/** How fast statements are normalised on one core: the golden ones, and what is long or hostile. */
export function benchSql(): void {
  const vectors = [...readGolden(GOLDEN).values()].flat();
  const django = vectors.filter(({ title, system }) => title.startsWith('[') && system === 'postgresql');
  const numbers = Array.from({ length: 2_000 }, (_, i) => i * 7919).join(', ');
  const inputs: readonly (readonly [figure: string, inputs: readonly Input[]])[] = [
    ['SQL normalised, all golden statements', vectors],
    ['SQL normalised, as Django writes it', django],
    ['SQL normalised, a list of 2,000 values', [of(`SELECT a FROM t WHERE b IN (${numbers})`)]],
    ['SQL normalised, brackets that do not close', [of('('.repeat(100_000))]],
    ['SQL normalised, rows without end', [of('VALUES (1),'.repeat(10_000))]],
  ];
  for (const [figure, statements] of inputs) {
    const rates = Array.from({ length: ROUNDS }, () => megabytesPerSecond(statements));
    printAgainst(figure, median(rates), TARGET, 'MB/s');
  }
}

function of(statement: string): Input {
  return { system: 'postgresql', statement };
}

function megabytesPerSecond(inputs: readonly Input[]): number {
  let done = 0;
  const start = performance.now();
  for (let n = 0; done < MEGABYTE; n = (n + 1) % inputs.length) {
    const { system, statement } = inputs[n] as Input;
    normalizeSql(statement, { system });
    done += statement.length;
  }
  return done / 1_000 / (performance.now() - start);
}
