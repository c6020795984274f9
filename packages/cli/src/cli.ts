#!/usr/bin/env node
import { VitalfewError } from '@vitalfew/server';
import { Command } from 'commander';
import { configCommand } from './commands/config.ts';
import { doctorCommand } from './commands/doctor.ts';
import { serveCommand } from './commands/serve.ts';
import { tokenCommand } from './commands/token.ts';
import { userCommand } from './commands/user.ts';
import { VERSION } from './version.ts';

const program = new Command('vitalfew')
  .description('Self-hosted performance visibility for web applications.')
  .version(VERSION)
  .addCommand(serveCommand(), { isDefault: true })
  .addCommand(configCommand())
  .addCommand(doctorCommand())
  .addCommand(userCommand())
  .addCommand(tokenCommand());

// `vitalfew doctor | head` closes the pipe early; nobody reads on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is said in a sentence; anything else shows where it came from.
  process.stderr.write(`${error instanceof VitalfewError ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
