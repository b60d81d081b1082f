import type { OfferedFile } from '../core/message.ts';
import type { ListProblem, ReadList } from '../core/watch/lists/listed.ts';

/** Entries that were refused, each under its reason, in the format they came in. Null: none can be handed back. */
export function mendFile(
  { format, header }: Pick<ReadList, 'format' | 'header'>,
  problems: readonly ListProblem[],
): OfferedFile | null {
  if (problems.every(({ source }) => source === '')) return null;
  const lines = (entry: (problem: ListProblem) => readonly string[]) =>
    problems.flatMap((problem) => [`# line ${problem.line}: ${problem.why}`, ...entry(problem)]);
  const file = (name: string, all: readonly string[]) => ({
    name,
    mediaType: 'text/plain',
    text: `${all.join('\n')}\n`,
  });
  switch (format) {
    case 'text':
      return file(
        'refused.txt',
        lines(({ source }) => [source]),
      );
    case 'csv':
      return file('refused.csv', [...(header === null ? [] : [header]), ...lines(({ source }) => [source])]);
    case 'yaml':
      return file('refused.yaml', ['endpoints:', ...lines(({ source }) => yamlLines(source))]);
    case 'prometheus':
      return file(
        'refused.yaml',
        lines(({ source }) => [`- targets: [${JSON.stringify(source)}]`]),
      );
  }
}

/** What could not be parsed stays a comment: put back as it was it would spoil the entries around it. */
function yamlLines(source: string): readonly string[] {
  if (source.startsWith('{')) return [`  - ${source}`];
  if (source.startsWith('-') || source.endsWith(':') || source.includes('\n')) {
    return source.split('\n').map((line) => `  # ${line}`);
  }
  return source === '' ? [] : [`  - ${JSON.stringify(source)}`];
}
