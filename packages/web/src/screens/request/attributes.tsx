import type { ReactNode } from 'react';

/** Attributes of a span or a process, by name. */
export function Attributes({ of }: { readonly of: Readonly<Record<string, string>> }): ReactNode {
  const entries = Object.entries(of).sort(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return <p className="muted">None.</p>;
  return (
    <dl className="attributes">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
