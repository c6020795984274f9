import type { TraceSpan } from '@vitalfew/contract';
import type { ReactNode } from 'react';

/** Exceptions with their stacks, where they were raised. */
export function ExceptionList({ spans }: { readonly spans: readonly TraceSpan[] }): ReactNode {
  const exceptions = spans.flatMap((span) =>
    span.events.filter((event) => event.name === 'exception').map((event) => ({ span, event })),
  );
  if (exceptions.length === 0) {
    return (
      <div className="panel empty">
        <h2>No exception</h2>
      </div>
    );
  }
  return exceptions.map(({ span, event }) => (
    <section className="panel exception" key={`${span.spanId} ${event.timeMs}`}>
      <header>
        <h2 className="bad">{event.attributes['exception.type'] ?? 'Exception'}</h2>
        <span className="muted">in {span.name}</span>
      </header>
      <div className="body">
        <p>{event.attributes['exception.message']}</p>
        {event.attributes['exception.stacktrace'] && (
          <pre className="stack-trace">{event.attributes['exception.stacktrace']}</pre>
        )}
      </div>
    </section>
  ));
}
