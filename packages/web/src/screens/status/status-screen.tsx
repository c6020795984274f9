import { apiPaths, type StatusAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { formatBytes, formatCount, formatMs } from '../../format/quantity.ts';
import { Answered } from '../../kit/answered.tsx';
import { Panel } from '../../kit/panel.tsx';
import { Stat } from '../../kit/stat.tsx';

/** Vitalfew's view of itself. */
export function StatusScreen(): ReactNode {
  const answer = useAnswer<StatusAnswer>(apiPaths.status, {}, { everyMs: 5_000 });
  return (
    <>
      <div className="page-head">
        <h1>Status</h1>
        {answer.data && (
          <span className="sub">
            Vitalfew {answer.data.version}, up {formatMs(answer.data.uptimeSeconds * 1000)}
          </span>
        )}
      </div>
      <Answered of={answer}>{(status) => <Figures status={status} />}</Answered>
    </>
  );
}

function Figures({ status }: { readonly status: StatusAnswer }): ReactNode {
  const drops = Object.entries(status.counters).filter(([, count]) => count > 0);
  const lag = Math.max(0, ...status.derive.map((worker) => worker.lagSeconds));
  const plain = (name: string, value: string) => (
    <Stat key={name} name={name} value={value} now={0} better="neither" />
  );
  return (
    <div className="stack">
      <div className="stats">
        {plain('Engine', status.engine.state)}
        {plain('Waiting in the spool', formatBytes(status.spool.pendingBytes))}
        {plain('Oldest in the spool', formatMs(status.spool.oldestPendingSeconds * 1000))}
        {plain('Derivation behind by', formatMs(lag * 1000))}
        {plain('On disk', formatBytes(status.disk.usedBytes))}
        {plain('Free disk', formatBytes(status.disk.freeBytes))}
        {plain('Memory, server', formatBytes(status.memory.serverBytes))}
        {plain('Memory, engine', formatBytes(status.memory.engineBytes))}
      </div>
      <div className="grid two">
        <Panel title="Tables" right={`engine ${status.engine.version}, ${status.engine.mode}`} flush>
          <table className="data">
            <thead>
              <tr>
                <th>Table</th>
                <th className="num">Rows</th>
                <th className="num">On disk</th>
                <th className="num">A row</th>
              </tr>
            </thead>
            <tbody>
              {status.tables.map((table) => (
                <tr key={table.table}>
                  <td className="mono">{table.table}</td>
                  <td className="num">{formatCount(table.rows)}</td>
                  <td className="num">{formatBytes(table.bytes)}</td>
                  <td className="num">
                    {table.rows === 0 ? '–' : `${(table.bytes / table.rows).toFixed(1)} B`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <Panel title="Dropped or refused" right="since the start" flush>
          {drops.length === 0 ? (
            <div className="body muted">Nothing.</div>
          ) : (
            <table className="data">
              <tbody>
                {drops.map(([name, count]) => (
                  <tr key={name}>
                    <td className="mono">{name}</td>
                    <td className="num bad">{formatCount(count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
      </div>
    </div>
  );
}
