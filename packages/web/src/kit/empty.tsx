import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** What to do when there is nothing to see. */
export function NoData({ what }: { readonly what: string }): ReactNode {
  return (
    <div className="panel empty">
      <h2>{what}</h2>
      <p>
        Choose a longer time range above, or <Link to="/connect">connect an application</Link>: one line for
        Django, one environment variable for OpenTelemetry.
      </p>
    </div>
  );
}
