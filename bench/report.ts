/** One line of the report. */
export function printRow(
  cells: readonly [figure: string, measured: string, target: string, ratio: string],
): void {
  const [figure, measured, target, ratio] = cells;
  process.stdout.write(
    `${figure.padEnd(52)} ${measured.padStart(16)} ${target.padStart(26)} ${ratio.padStart(10)}\n`,
  );
}

/** A figure with its target: the ratio is measured / target. */
export function printAgainst(
  figure: string,
  measured: number,
  target: number,
  unit: string,
  digits = 1,
): void {
  printRow([
    figure,
    `${measured.toFixed(digits)} ${unit}`,
    `${target} ${unit}`,
    `${(measured / target).toFixed(2)} x`,
  ]);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
