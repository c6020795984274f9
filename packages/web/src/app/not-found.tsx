import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

export function NotFound(): ReactNode {
  return (
    <div className="empty">
      <h2>There is no such page</h2>
      <p>
        The address may be from an older version. Start from <Link to="/">the vital few</Link>.
      </p>
    </div>
  );
}
