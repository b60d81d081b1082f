/** One metric as a scraper reads it: text format 0.0.4. */
export type ScrapedFamily = {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
};

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\S+)$/;
const escapes: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

/** Throws with the line that Prometheus would refuse. Samples of a histogram stay under the names they have. */
export function readScraped(text: string): ReadonlyMap<string, ScrapedFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<
    string,
    { name: string; type: string; help: string; samples: ScrapedFamily['samples'] }
  >();
  const seen = new Set<string>();
  let current = '';
  for (const line of text.split('\n').slice(0, -1)) {
    if (line === '') continue;
    const meta = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.*)$/.exec(line);
    if (meta !== null) {
      const [, kind, name = '', rest = ''] = meta;
      const family = families.get(name) ?? { name, type: '', help: '', samples: [] };
      if (kind === 'HELP' && families.has(name)) throw new Error(`twice: ${line}`);
      if (kind === 'HELP') family.help = rest;
      else family.type = rest;
      families.set(name, family);
      current = name;
      continue;
    }
    const [, name = '', written = '', value = ''] = sampleLine.exec(line) ?? [];
    const family = families.get(current);
    if (name === '' || family === undefined || !name.startsWith(current))
      throw new Error(`no sample of its family: ${JSON.stringify(line)}`);
    if (seen.has(`${name}{${written}}`)) throw new Error(`the same sample twice: ${line}`);
    seen.add(`${name}{${written}}`);
    const pairs = [...written.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
    const labels = Object.fromEntries(
      pairs.map(([, key = '', text = '']) => [
        key,
        text.replace(/\\(.)/g, (_all, one) => escapes[one] ?? '?'),
      ]),
    );
    family.samples = [...family.samples, { labels, value: numberIn(value) }];
  }
  return families;
}

/** As Go's ParseFloat, which the format names: NaN and Inf in any case. */
function numberIn(text: string): number {
  const named: Readonly<Record<string, number>> = { nan: Number.NaN, '+inf': Infinity, '-inf': -Infinity };
  const value = named[text.toLowerCase()] ?? Number(text);
  if (Number.isNaN(value) && text.toLowerCase() !== 'nan') throw new Error(`no number: ${text}`);
  return value;
}
