import { SEGMENT_NAMES, type SegmentName, type SegmentsMs } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { formatMs } from '../format/quantity.ts';

/** A response time divided by segment; `ofMs` makes bars of several rows comparable. */
export function SegmentBar({
  segments,
  ofMs,
}: {
  readonly segments: SegmentsMs;
  readonly ofMs?: number;
}): ReactNode {
  const parts = SEGMENT_NAMES.map((name) => ({ name, ms: segments[name] })).filter((part) => part.ms > 0);
  const total = parts.reduce((sum, part) => sum + part.ms, 0);
  const whole = Math.max(ofMs ?? total, total) || 1;
  const words = parts.map((part) => `${part.name} ${formatMs(part.ms)}`).join(', ');
  return (
    <span className="segment-bar" role="img" aria-label={words} title={words}>
      {parts.map((part) => (
        <span
          key={part.name}
          style={{ width: `${(part.ms / whole) * 100}%`, background: segmentColour(part.name) }}
        />
      ))}
    </span>
  );
}

export function segmentColour(name: SegmentName): string {
  return `var(--${name})`;
}

/** A segment's colour and name. */
export function SegmentLabel({ name }: { readonly name: SegmentName }): ReactNode {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
      <span className="swatch" style={{ background: segmentColour(name) }} />
      {name}
    </span>
  );
}
