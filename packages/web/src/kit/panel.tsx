import type { ReactNode } from 'react';

/** A titled box. */
export function Panel(props: {
  readonly title?: ReactNode;
  readonly right?: ReactNode;
  readonly children: ReactNode;
  readonly flush?: boolean;
}): ReactNode {
  return (
    <section className="panel">
      {props.title !== undefined && (
        <header>
          <h2>{props.title}</h2>
          {props.right !== undefined && <span className="right muted">{props.right}</span>}
        </header>
      )}
      {props.flush ? props.children : <div className="body">{props.children}</div>}
    </section>
  );
}
