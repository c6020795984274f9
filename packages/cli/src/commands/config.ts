import { SETTINGS } from '@vitalfew/server';
import { Command } from 'commander';
import { configOf, withConfigOptions } from '../config-options.ts';

/** Looks at the configuration without running anything. */
export function configCommand(): Command {
  const check = withConfigOptions(new Command('check'))
    .description('Say what is wrong with the configuration, in which line.')
    .action((options: Record<string, unknown>) => {
      configOf(options);
      process.stdout.write('The configuration is sound.\n');
    });
  const show = withConfigOptions(new Command('show'))
    .description('Show every setting as it is in force.')
    .action((options: Record<string, unknown>) => {
      const config: unknown = configOf(options);
      for (const setting of SETTINGS) {
        const value = setting.key
          .split('.')
          .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], config);
        const shown = setting.key === 'store.password' && value !== '' ? '***' : JSON.stringify(value);
        process.stdout.write(`${setting.key}: ${shown}  # ${setting.description}\n`);
      }
    });
  return new Command('config')
    .description('Check or show the configuration.')
    .addCommand(check)
    .addCommand(show);
}
