import { type Logger, pino } from 'pino';

const LEVELS: Readonly<Record<number, string>> = {
  20: 'debug',
  30: '',
  40: 'warning: ',
  50: 'error: ',
  60: 'fatal: ',
};

/** Lines for a person on a terminal, JSON for a machine. */
export function createLogger(level: string): Logger {
  if (!process.stdout.isTTY) return pino({ level, base: null });
  return pino({ level, base: null }, { write: (line) => void process.stdout.write(forPeople(line)) });
}

function forPeople(line: string): string {
  const { level, time, msg, err } = JSON.parse(line) as {
    readonly level: number;
    readonly time: number;
    readonly msg?: string;
    readonly err?: { readonly message?: string };
  };
  const clock = new Date(time).toTimeString().slice(0, 8);
  return `  ${clock}  ${LEVELS[level] ?? ''}${msg ?? ''}${err?.message ? ` ${err.message}` : ''}\n`;
}
