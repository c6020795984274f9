import { readdirSync, readFileSync } from 'node:fs';

/**
 * The tables of `golden/`, one a dialect, and one of statements as Django and other libraries write them:
 *
 *     # what it shows, behind the dialect in brackets where it is not the file's
 *     < the statement, in one line or more
 *     > its shape
 *     = operation | tables | summary
 */
export interface Vector {
  readonly title: string;
  readonly system: string;
  readonly statement: string;
  readonly shape: string;
  readonly description: string;
}

/** The vectors of each file in a folder. */
export function readGolden(folder: URL): ReadonlyMap<string, readonly Vector[]> {
  return new Map(readdirSync(folder).map((file) => [file, readVectors(new URL(file, folder), file)]));
}

function readVectors(url: URL, file: string): Vector[] {
  const blocks = readFileSync(url, 'utf8').trim().split(/\n\n+/);
  return blocks.map((block) => {
    const lines = (sign: string) =>
      block.split('\n').flatMap((line) => (line.startsWith(sign) ? [line.slice(2)] : []));
    const title = lines('#').join(' ');
    return {
      title,
      system: /^\[(\w+)\]/.exec(title)?.[1] ?? file.replace('.txt', ''),
      statement: lines('<').join('\n'),
      shape: lines('>').join('\n'),
      description: lines('=').join('\n').trim(),
    };
  });
}
