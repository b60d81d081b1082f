/** One sample of the text format of Prometheus. */
export type ExpositionSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

const sampleLine = /^([a-zA-Z_:][\w:]*)\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*)\} (\S+)$/;

/** Reads the text format 0.0.4 as strictly as the textfile collector; throws with the line that it would refuse. */
export function readExposition(text: string): readonly ExpositionSample[] {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line has no end');
  const samples: ExpositionSample[] = [];
  const described = new Set<string>();
  const seen = new Set<string>();
  let current = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const meta = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line);
    if (meta !== null) {
      const [, kind = '', name = '', rest = ''] = meta;
      if (described.has(kind + name)) throw new Error(`twice: ${line}`);
      if (kind === 'TYPE' && !/^(?:gauge|counter)$/.test(rest)) throw new Error(`no type: ${line}`);
      described.add(kind + name);
      current = name;
      continue;
    }
    const match = sampleLine.exec(line);
    if (match === null) throw new Error(`no sample: ${JSON.stringify(line)}`);
    const [, name = '', written = '', value = ''] = match;
    if (name !== current || !described.has(`TYPE${name}`) || !described.has(`HELP${name}`))
      throw new Error(`out of its family: ${line}`);
    if (seen.has(name + written)) throw new Error(`the same sample twice: ${line}`);
    seen.add(name + written);
    if (!Number.isFinite(Number(value))) throw new Error(`no number: ${line}`);
    const pairs = [...written.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, key = '', text = '']) => [key, text.replace(/\\(.)/g, '$1')] as const,
    );
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return samples;
}
