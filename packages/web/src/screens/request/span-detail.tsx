import type { TraceSpan } from '@vitalfew/contract';
import { formatSql } from '@vitalfew/sql';
import type { ReactNode } from 'react';
import { Icon } from '../../app/icons.tsx';
import { SegmentLabel } from '../../charts/segment-bar.tsx';
import { formatMs } from '../../format/quantity.ts';
import { CopySnippet } from '../../kit/copy-snippet.tsx';
import { Attributes } from './attributes.tsx';
import { ExceptionList } from './exception-list.tsx';

/** Everything that is known of one span. */
export function SpanDetail({
  span,
  onClose,
}: {
  readonly span: TraceSpan;
  readonly onClose: () => void;
}): ReactNode {
  const { 'db.query.text': _text, 'db.statement': _statement, ...attributes } = span.attributes;
  return (
    <aside className="panel span-detail" aria-label="Span">
      <header>
        <h2 className="ellipsis">{span.name}</h2>
        <button type="button" className="button icon plain right" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="body stack">
        <div className="facts tight">
          <Figure name="Segment" value={<SegmentLabel name={span.segment} />} />
          <Figure name="Duration" value={formatMs(span.durationMs)} />
          <Figure name="Own time" value={formatMs(span.exclusiveMs)} hint="without what it called" />
          <Figure name="Blocking" value={formatMs(span.blockingMs)} hint="what the request waited for it" />
          <Figure name="Shared" value={formatMs(span.sharedMs)} hint="its part where work ran in parallel" />
          {span.repeatCount > 1 && (
            <Figure
              name={`${span.repeatCount} calls`}
              value={formatMs(span.repeatBusyMs)}
              hint={`the longest ${formatMs(span.repeatMaxMs)}`}
            />
          )}
        </div>
        {span.detached && (
          <p className="warn">It went on after the response: it is not part of the response time.</p>
        )}
        {span.statusMessage !== '' && <p className="bad">{span.statusMessage}</p>}
        {span.callSite !== '' && (
          <div>
            <h3 className="muted">Called from</h3>
            <code>{span.callSite}</code>
          </div>
        )}
        {span.statement !== '' && (
          <div>
            <h3 className="muted">Statement</h3>
            <CopySnippet text={formatSql(span.statement)} />
          </div>
        )}
        {span.events.some((event) => event.name === 'exception') && <ExceptionList spans={[span]} />}
        <div>
          <h3 className="muted">Attributes</h3>
          <Attributes of={attributes} />
        </div>
        {span.links.length > 0 && (
          <div>
            <h3 className="muted">Links</h3>
            {span.links.map((link) => (
              <a key={link.spanId} className="mono" href={`/requests/${link.traceId}`}>
                {link.traceId}
              </a>
            ))}
          </div>
        )}
      </div>
    </aside>
  );
}

function Figure({
  name,
  value,
  hint,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly hint?: string;
}): ReactNode {
  return (
    <div title={hint}>
      <div className="muted">{name}</div>
      <div>{value}</div>
    </div>
  );
}
