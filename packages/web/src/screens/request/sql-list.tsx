import type { TraceSpan } from '@vitalfew/contract';
import { formatSql } from '@vitalfew/sql';
import { type ReactNode, useState } from 'react';
import { formatMs, formatShare } from '../../format/quantity.ts';
import { CopySnippet } from '../../kit/copy-snippet.tsx';
import { Panel } from '../../kit/panel.tsx';
import { groupStatements } from './statement-groups.ts';

/** The statements of a request, like ones together, by what they cost. */
export function SqlList({
  spans,
  traceMs,
}: {
  readonly spans: readonly TraceSpan[];
  readonly traceMs: number;
}): ReactNode {
  const [open, setOpen] = useState<string | undefined>();
  const groups = groupStatements(spans);
  if (groups.length === 0) {
    return (
      <div className="panel empty">
        <h2>No statement</h2>
        <p>This request did not ask a database.</p>
      </div>
    );
  }
  return (
    <Panel flush>
      <div className="table-scroll">
        <table className="data statements">
          <thead>
            <tr>
              <th className="num">Calls</th>
              <th>Statement</th>
              <th className="num">Time</th>
              <th className="num">Of the trace</th>
              <th className="num">Longest</th>
              <th className="num">Rows</th>
              <th>Database</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr
                key={group.key}
                onClick={() => setOpen(open === group.key ? undefined : group.key)}
                style={{ cursor: 'pointer' }}
              >
                <td className="num">
                  {group.calls >= 3 ? <span className="badge vital">{group.calls} ×</span> : group.calls}
                </td>
                <td>
                  {open === group.key ? (
                    <CopySnippet text={formatSql(group.statement)} />
                  ) : (
                    <div className="mono ellipsis" title={group.statement}>
                      {group.statement}
                    </div>
                  )}
                  {group.callSite !== '' && <div className="muted mono">{group.callSite}</div>}
                </td>
                <td className="num">{formatMs(group.totalMs)}</td>
                <td className="num">{formatShare(group.totalMs / Math.max(traceMs, 1e-6))}</td>
                <td className="num">{formatMs(group.longestMs)}</td>
                <td className="num">{group.rows ?? '–'}</td>
                <td className="muted">{group.database}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
