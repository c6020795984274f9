import type { ReactNode } from 'react';
import { formatShare } from '../format/quantity.ts';

/** One figure with its change against before; `better` says which direction is good. */
export function Stat(props: {
  readonly name: string;
  readonly value: string;
  readonly now: number;
  readonly before?: number | undefined;
  readonly better: 'lower' | 'higher' | 'neither';
}): ReactNode {
  const [amount, unit] = props.value.split(' ');
  return (
    <div className="stat">
      <div className="name">{props.name}</div>
      <div className="value">
        {amount}
        {unit !== undefined && <small>{unit}</small>}
      </div>
      <Change {...props} />
    </div>
  );
}

function Change({
  now,
  before,
  better,
}: {
  readonly now: number;
  readonly before?: number | undefined;
  readonly better: string;
}): ReactNode {
  if (before === undefined || before === 0 || now === before)
    return <div className="change muted">&nbsp;</div>;
  const change = now / before - 1;
  const tone =
    better === 'neither' || Math.abs(change) < 0.02
      ? 'muted'
      : change > 0 === (better === 'higher')
        ? 'good'
        : 'bad';
  return (
    <div className={`change ${tone}`} title="against the range of equal length before">
      {change > 0 ? '▲' : '▼'} {formatShare(Math.abs(change))}
    </div>
  );
}
