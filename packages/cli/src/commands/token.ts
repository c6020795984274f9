import { createToken, revokeToken } from '@vitalfew/server';
import { Command } from 'commander';
import { withConfigOptions } from '../config-options.ts';
import { fileOf } from './user.ts';

/** What senders show: `Authorization: Bearer <token>`. With the first token, data without one is refused. */
export function tokenCommand(): Command {
  const create = withConfigOptions(new Command('create'))
    .argument('<name>')
    .description('Make a token and print it, this once.')
    .action((name: string, options: Record<string, unknown>) => {
      process.stdout.write(`${createToken(fileOf(options), name, Date.now())}\n`);
    });
  const list = withConfigOptions(new Command('list'))
    .description('List the tokens by name.')
    .action((options: Record<string, unknown>) => {
      for (const token of fileOf(options).read().tokens)
        process.stdout.write(`${token.name}  ${new Date(token.createdMs).toISOString()}\n`);
    });
  const revoke = withConfigOptions(new Command('revoke'))
    .argument('<name>')
    .description('Make a token worthless.')
    .action((name: string, options: Record<string, unknown>) => {
      revokeToken(fileOf(options), name);
      process.stdout.write(`Token ${name} is revoked.\n`);
    });
  return new Command('token')
    .description('Tokens of senders.')
    .addCommand(create)
    .addCommand(list)
    .addCommand(revoke);
}
