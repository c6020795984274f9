import { type Config, loadConfig, SETTINGS } from '@vitalfew/server';
import { type Command, Option } from 'commander';

/** Gives a command a flag for every setting, and `--config`. */
export function withConfigOptions(command: Command): Command {
  command.option('--config <file>', 'The configuration file; without it vitalfew.yaml where there is one.');
  for (const setting of SETTINGS) {
    const option = new Option(`${setting.flag} <value>`, `${setting.description} [${setting.env}]`);
    command.addOption(
      setting.defaultValue === '' ? option : option.default(undefined, String(setting.defaultValue)),
    );
  }
  return command;
}

/** The configuration that flags, environment and file give together. */
export function configOf(options: Readonly<Record<string, unknown>>): Config {
  const flags: Record<string, string> = {};
  for (const setting of SETTINGS) {
    const value = options[camelCase(setting.flag)];
    if (typeof value === 'string') flags[setting.key] = value;
  }
  return loadConfig({
    env: process.env,
    flags,
    ...(typeof options.config === 'string' ? { file: options.config } : {}),
  });
}

/** `--otlp-http-port` as commander keeps it: `otlpHttpPort`. */
function camelCase(flag: string): string {
  return flag.slice(2).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
