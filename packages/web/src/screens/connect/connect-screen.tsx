import { apiPaths, type ConnectAnswer, type ReceiverState } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { formatCount } from '../../format/quantity.ts';
import { formatAgo, formatClock } from '../../format/time.ts';
import { Answered } from '../../kit/answered.tsx';
import { CopySnippet } from '../../kit/copy-snippet.tsx';
import { Panel } from '../../kit/panel.tsx';
import { snippets } from './snippets.ts';

/** How to send data here, and whether any comes. */
export function ConnectScreen(): ReactNode {
  const answer = useAnswer<ConnectAnswer>(apiPaths.connect, {}, { everyMs: 2_000 });
  return (
    <>
      <div className="page-head">
        <h1>Connect</h1>
        <span className="sub">a light turns green with the first data</span>
      </div>
      <Answered of={answer}>
        {(connect) => (
          <div className="stack">
            <div className="grid two">
              {snippets(connect).map((way) => (
                <Panel
                  key={way.title}
                  title={
                    <>
                      <Light on={connect.services.some((each) => way.agents.test(each.agent))} /> {way.title}
                    </>
                  }
                  right={way.note}
                >
                  {way.steps.map((step) => (
                    <div key={step.text} style={{ marginBottom: 10 }}>
                      <p>{step.say}</p>
                      <CopySnippet text={step.text} />
                    </div>
                  ))}
                </Panel>
              ))}
            </div>
            <Panel title="Listening" flush>
              <Receivers receivers={connect.receivers} />
            </Panel>
            <Panel title="Sending in the last hour" flush>
              <Senders services={connect.services} />
            </Panel>
          </div>
        )}
      </Answered>
    </>
  );
}

function Light({ on, bad = false }: { readonly on: boolean; readonly bad?: boolean }): ReactNode {
  return (
    <span
      className={`light ${bad ? 'off' : on ? 'on' : ''}`}
      role="img"
      aria-label={bad ? 'not listening' : on ? 'data arrives' : 'no data yet'}
    />
  );
}

function Receivers({ receivers }: { readonly receivers: readonly ReceiverState[] }): ReactNode {
  const now = Date.now();
  return (
    <div className="table-scroll">
      <table className="data">
        <thead>
          <tr>
            <th>&nbsp;</th>
            <th>Protocol</th>
            <th>Address</th>
            <th className="num">Traces</th>
            <th className="num">Metrics</th>
            <th className="num">Logs</th>
            <th className="num">Refused</th>
            <th>Newest</th>
          </tr>
        </thead>
        <tbody>
          {receivers.map((receiver) => {
            const accepted = (signal: string) =>
              receiver.signals.find((each) => each.signal === signal)?.accepted ?? 0;
            const refused = receiver.signals.reduce((sum, each) => sum + each.rejected, 0);
            const newest = Math.max(0, ...receiver.signals.map((each) => each.lastMs ?? 0));
            const listens = receiver.state === 'listening';
            return (
              <tr key={receiver.name}>
                <td>
                  <Light on={newest > 0} bad={!listens && receiver.state !== 'off'} />
                </td>
                <td>{receiver.title}</td>
                <td className="mono">
                  {listens ? (
                    receiver.address
                  ) : (
                    <span className="bad">{receiver.problem || receiver.state}</span>
                  )}
                </td>
                <td className="num">{formatCount(accepted('traces'))}</td>
                <td className="num">{formatCount(accepted('metrics'))}</td>
                <td className="num">{formatCount(accepted('logs'))}</td>
                <td
                  className={`num ${refused > 0 ? 'bad' : 'muted'}`}
                  title={receiver.refusals
                    .map((each) => `${formatClock(each.timeMs)}  ${each.count} × ${each.reason}`)
                    .join('\n')}
                >
                  {formatCount(refused)}
                </td>
                <td className="muted">{newest === 0 ? 'nothing yet' : formatAgo(newest, now)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {receivers.flatMap((receiver) =>
        receiver.refusals.slice(0, 5).map((refusal) => (
          <p
            key={`${receiver.name} ${refusal.timeMs} ${refusal.reason}`}
            className="bad"
            style={{ padding: '2px 12px 6px' }}
          >
            {formatClock(refusal.timeMs)} {receiver.title}: {refusal.count} × {refusal.reason}
          </p>
        )),
      )}
    </div>
  );
}

function Senders({ services }: { readonly services: ConnectAnswer['services'] }): ReactNode {
  if (services.length === 0)
    return <div className="body muted">No service yet. Choose one of the ways above.</div>;
  const now = Date.now();
  return (
    <div className="table-scroll">
      <table className="data">
        <thead>
          <tr>
            <th>Service</th>
            <th>Agent</th>
            <th className="num">Spans in the last minute</th>
            <th>Last seen</th>
          </tr>
        </thead>
        <tbody>
          {services.map((each) => (
            <tr key={`${each.service} ${each.agent}`}>
              <td>{each.service}</td>
              <td className="muted">{each.agent || 'unknown'}</td>
              <td className="num">{formatCount(each.spansLastMinute)}</td>
              <td className="muted">{formatAgo(each.lastSeenMs, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
