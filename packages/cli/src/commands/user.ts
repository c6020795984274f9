import { createInterface } from 'node:readline/promises';
import { AccessFile, ROLES, type Role, removeUser, saveUser } from '@vitalfew/server';
import { Command, Option } from 'commander';
import { configOf, withConfigOptions } from '../config-options.ts';

/** Who may log in. Changes are seen by a running server at once. */
export function userCommand(): Command {
  const add = withConfigOptions(new Command('add'))
    .argument('<name>')
    .description(
      'Add a user, or change the password and role of one. The password is asked for, or read from standard input.',
    )
    .addOption(new Option('--role <role>', 'What the user may do.').choices([...ROLES]).default('viewer'))
    .action(async (name: string, options: Record<string, unknown>) => {
      await saveUser(fileOf(options), name, { password: await askPassword(), role: options.role as Role });
      process.stdout.write(`User ${name} is ${String(options.role)}.\n`);
    });
  const list = withConfigOptions(new Command('list'))
    .description('List the users.')
    .action((options: Record<string, unknown>) => {
      for (const user of fileOf(options).read().users) process.stdout.write(`${user.name}  ${user.role}\n`);
    });
  const remove = withConfigOptions(new Command('remove'))
    .argument('<name>')
    .description('Remove a user.')
    .action((name: string, options: Record<string, unknown>) => {
      removeUser(fileOf(options), name);
      process.stdout.write(`User ${name} is removed.\n`);
    });
  return new Command('user')
    .description('Who may log in.')
    .addCommand(add)
    .addCommand(list)
    .addCommand(remove);
}

export function fileOf(options: Readonly<Record<string, unknown>>): AccessFile {
  return new AccessFile(configOf(options).data);
}

async function askPassword(): Promise<string> {
  const input = createInterface({
    input: process.stdin,
    ...(process.stdin.isTTY ? { output: process.stderr } : {}),
  });
  if (process.stdin.isTTY) process.stderr.write('The password will be seen as you type it.\n');
  try {
    if (process.stdin.isTTY) return await input.question('Password: ');
    for await (const line of input) return line;
    return '';
  } finally {
    input.close();
  }
}
