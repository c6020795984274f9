import type { ReactNode } from 'react';

/** The head of a numeric column that sorts the table. */
export function SortHead(props: {
  readonly title: string;
  readonly active: boolean;
  readonly onSort: () => void;
  readonly className?: string;
}): ReactNode {
  return (
    <th className={`num ${props.className ?? ''}`} aria-sort={props.active ? 'descending' : undefined}>
      <button type="button" onClick={props.onSort}>
        {props.title}
        {props.active ? ' ↓' : ''}
      </button>
    </th>
  );
}
