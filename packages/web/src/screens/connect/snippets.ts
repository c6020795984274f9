import type { ConnectAnswer } from '@vitalfew/contract';

/** One way to connect: what to do, and which agents it is recognised by. */
export interface Way {
  readonly title: string;
  readonly note: string;
  readonly agents: RegExp;
  readonly steps: readonly { readonly say: string; readonly text: string }[];
}

/** The ways with this server's own addresses in them. */
export function snippets(connect: ConnectAnswer): Way[] {
  const address = (name: string, fallback: string) => {
    const receiver = connect.receivers.find((each) => each.name === name && each.state === 'listening');
    return receiver ? receiver.address : fallback;
  };
  const http = withScheme(address('otlp-http', '127.0.0.1:4318'));
  const grpc = withScheme(address('otlp-grpc', '127.0.0.1:4317'));
  const token = connect.tokenRequired
    ? '\nexport OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer <token>"'
    : '';
  return [
    {
      title: 'Django',
      note: 'everything a request does, in one line',
      agents: /vitalfew/,
      steps: [
        { say: 'Install the agent', text: 'pip install vitalfew' },
        { say: 'and name it in settings.py', text: 'INSTALLED_APPS = [..., "vitalfew"]' },
        ...(http === 'http://127.0.0.1:4318' && !connect.tokenRequired
          ? []
          : [
              {
                say: 'Tell it where to send',
                text: `export VITALFEW_ENDPOINT=${http}${connect.tokenRequired ? '\nexport VITALFEW_TOKEN=<token>' : ''}`,
              },
            ]),
      ],
    },
    {
      title: 'Python, any framework',
      note: 'OpenTelemetry',
      agents: /^opentelemetry.*python|^python/,
      steps: [
        {
          say: 'Install',
          text: 'pip install opentelemetry-distro opentelemetry-exporter-otlp\nopentelemetry-bootstrap -a install',
        },
        {
          say: 'Run',
          text: `export OTEL_SERVICE_NAME=my-service\nexport OTEL_EXPORTER_OTLP_ENDPOINT=${http}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf${token}\nopentelemetry-instrument python app.py`,
        },
      ],
    },
    {
      title: 'Node',
      note: 'OpenTelemetry',
      agents: /nodejs|^opentelemetry.*node/,
      steps: [
        { say: 'Install', text: 'npm install @opentelemetry/auto-instrumentations-node' },
        {
          say: 'Run',
          text: `export OTEL_SERVICE_NAME=my-service\nexport OTEL_EXPORTER_OTLP_ENDPOINT=${http}${token}\nnode --import @opentelemetry/auto-instrumentations-node/register app.js`,
        },
      ],
    },
    {
      title: 'OpenTelemetry Collector',
      note: 'or anything that speaks OTLP',
      agents: /otelcol/,
      steps: [
        { say: 'HTTP, protobuf or JSON', text: `exporters:\n  otlphttp:\n    endpoint: ${http}` },
        { say: 'or gRPC', text: `exporters:\n  otlp:\n    endpoint: ${grpc}\n    tls: { insecure: true }` },
      ],
    },
  ];
}

function withScheme(address: string): string {
  return /^https?:/.test(address) ? address : `http://${address}`;
}
