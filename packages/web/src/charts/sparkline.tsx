import type { ReactNode } from 'react';

const WIDTH = 110;
const HEIGHT = 22;

/** A line without axes, scaled to its own highest value; gaps stay gaps. */
export function Sparkline(props: {
  readonly values: readonly (number | null)[];
  readonly colour: string;
  readonly label: string;
}): ReactNode {
  const { values, colour, label } = props;
  const top = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0) || 1;
  const step = values.length > 1 ? WIDTH / (values.length - 1) : WIDTH;
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    path += `${pen}${(i * step).toFixed(1)} ${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
    pen = 'L';
  });
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path d={path} fill="none" stroke={`var(--${colour})`} strokeWidth="1.3" strokeLinejoin="round" />
    </svg>
  );
}
