export type Instruction = { readonly word: string; readonly rest: string };

/** The instructions of a Dockerfile's stages, in order; lines that go on are joined, comments are gone. */
export function readDockerfile(text: string): readonly (readonly Instruction[])[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => /^(\w+)\s+(.*)$/.exec(line.trim()))
    .filter((match) => match !== null)
    .map(([, word = '', rest = '']) => ({ word: word.toUpperCase(), rest }));
  const stages: Instruction[][] = [];
  for (const line of lines) {
    if (line.word === 'FROM') stages.push([]);
    stages.at(-1)?.push(line);
  }
  return stages;
}

/** What stands behind the last `word` of a stage. */
export function lastOf(stage: readonly Instruction[], word: string): string {
  const found = stage.findLast((one) => one.word === word);
  if (found === undefined) throw new Error(`the Dockerfile has no ${word}`);
  return found.rest;
}

/** The exec form, which no shell stands between: ["node", "x"]. */
export function execForm(rest: string): readonly string[] {
  return JSON.parse(rest.slice(rest.indexOf('['))) as readonly string[];
}

export function environmentOf(stage: readonly Instruction[]): Readonly<Record<string, string>> {
  const pairs = stage
    .filter(({ word }) => word === 'ENV')
    .flatMap(({ rest }) => [...rest.matchAll(/(\w+)=("[^"]*"|\S+)/g)]);
  return Object.fromEntries(pairs.map(([, name, value = '']) => [name, value.replaceAll('"', '')]));
}

/** COPY from the context: sources and where they go. */
export function copiesOf(
  stage: readonly Instruction[],
): readonly { readonly from: string; readonly to: string }[] {
  return stage
    .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from'))
    .flatMap(({ rest }) => {
      const words = rest.split(/\s+/);
      const to = words.at(-1) ?? '';
      return words.slice(0, -1).map((from) => ({ from, to: to === './' ? from : to }));
    });
}

/** Whether .dockerignore keeps a path from the builder: the last pattern that covers it decides. */
export function isIgnored(ignoreFile: string, path: string): boolean {
  const parts = path.split('/');
  const covers = (pattern: string) => {
    // Other than in a shell, a star covers what begins with a dot.
    const shape = new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
    return parts.some((_, index) => shape.test(parts.slice(0, index + 1).join('/')));
  };
  const decided = ignoreFile
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .findLast((line) => covers(line.replace(/^!/, '')));
  return decided !== undefined && !decided.startsWith('!');
}
