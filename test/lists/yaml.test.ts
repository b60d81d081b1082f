import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, shown, told } from '../support/list-reading.ts';

describe('YAML', () => {
  it('has entries as maps or lines, and defaults for what they leave out', () => {
    const list = read(
      `
version: 1
defaults:
  channel: slack:C0OPS
  owners: ["@ops"]
  labels: {env: prod, tier: 2}
endpoints:
  - api.example.org
  - mail.example.org:993 @mail team=mail
  - target: https://pay.example.org:8443/health
    owners:
      - slack:U012AB3CD
      - "@bo"
    channel: "#payments"
    labels:
      tier: 1
      ok: no
    address: 192.0.2.7
  - host: ldap.example.org
    port: 0636
    scheme: ldaps
    owners: []
`,
      'watch.yaml',
    );
    expect(list.format).toBe('yaml');
    expect(told(list)).toEqual([]);
    expect(shown(list)).toEqual([
      '8 api.example.org [@ops] slack:C0OPS {"env":"prod","tier":"2"}',
      '9 imaps://mail.example.org [@mail] slack:C0OPS {"env":"prod","tier":"2","team":"mail"}',
      '10 pay.example.org:8443/health at 192.0.2.7 [slack:U012AB3CD @bo] #payments {"env":"prod","tier":"1","ok":"no"}',
      '19 ldaps://ldap.example.org [] slack:C0OPS {"env":"prod","tier":"2"}',
    ]);
  });

  it.each([
    ['- a.example\n- b.example\n', ['1 a.example', '2 b.example']],
    ['---\n- target: a.example\n...\n---\n- target: b.example\n', ['2 a.example', '5 b.example']],
    ['["a.example", {"target": "b.example"}]', ['1 a.example', '1 b.example']],
    ['{"endpoints": [\n{"target": "a.example"}\n]}', ['2 a.example']],
  ])('may be a list alone, several documents, or JSON: %j', (text, hosts) => {
    const list = read(text, 'x.yaml');
    expect(told(list)).toEqual([]);
    expect(list.entries.map(({ line, target }) => `${line} ${target.host}`)).toEqual(hosts);
  });

  it('names the line of each mistake and takes the rest', () => {
    const list = read(
      'endpoints:\n  - target: a.example\n    ownr: "@a"\n  - target: b.example\n  - {}\n  - []\n  - target: [c.example, d.example]\n',
    );
    expect(shown(list)).toEqual(['4 b.example - - -']);
    expect(told(list)).toEqual([
      expect.stringMatching(/^2 "ownr" is not known here/),
      expect.stringMatching(/^5 No target is named/),
      expect.stringMatching(/^6 A target is wanted here/),
      expect.stringMatching(/^7 target is a list/),
    ]);
    expect(list.problems[0]?.source).toBe('{"target":"a.example","ownr":"@a"}');
  });

  it('that cannot be read as a whole is read entry by entry', () => {
    const list = read(
      'endpoints:\n  - target: a.example\n    owners: ["@a"\n  - target: b.example\n    owners: ["@b"]\n  - target: "c.example\n  - target: d.example\n',
      'x.yaml',
    );
    expect(list.entries.map(({ line, target }) => `${line} ${target.host}`)).toEqual([
      '4 b.example',
      '7 d.example',
    ]);
    expect(list.problems.map(({ line }) => line >= 2)).toEqual([true, true]);
  });

  it('tells a list that is empty on purpose from one that holds nothing', () => {
    expect(read('endpoints: []\n', 'x.yaml').isEmptyOnPurpose).toBe(true);
    for (const text of ['endpoints:\n', '', '{}', '[]', '# endpoints: []\n', 'endpoints: [\n', '---\n']) {
      const list = read(text, 'x.yaml');
      expect(list.isEmptyOnPurpose, text).toBe(false);
      expect(list.entries).toEqual([]);
    }
  });
});

describe('hostile YAML', () => {
  it('has no aliases, anchors, tags or merges', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nendpoints: [*b, *b]\n`;
    expect(read(bomb, 'x.yaml').entries).toEqual([]);
    const list = read(
      'endpoints:\n  - &x a.example\n  - *x\n  - !!js/function "a"\n  - target: b.example\n    labels: {<<: {a: b}}\n  - c.example\n',
      'x.yaml',
    );
    expect(list.entries.map(({ target }) => target.host)).toEqual(['c.example']);
    expect(told(list).join('\n')).toMatch(/Anchors and aliases/);
  });

  it('changes no prototype', () => {
    const list = read(
      '[{"target":"a.example","labels":{"__proto__":"x"}},{"target":"b.example","__proto__":{"owners":["@x"]}},{"target":"c.example","labels":{"constructor":"x"}},{"target":"d.example"}]',
      'x.json',
    );
    expect(list.entries.map(({ target }) => target.host)).toEqual(['d.example']);
    expect(list.entries[0]).not.toHaveProperty('owners');
    expect(Object.prototype).not.toHaveProperty('owners');
    expect(list.problems).toHaveLength(3);
  });

  it('may be nested by the ten thousand', () => {
    for (const text of [
      '['.repeat(20_000),
      '- '.repeat(5000),
      '{a: '.repeat(10_000),
      `- ${'['.repeat(30)}a${']'.repeat(30)}\n- b.example\n`,
    ]) {
      const list = read(text, 'x.yaml', 'yaml');
      expect(list.entries.length).toBeLessThanOrEqual(1);
      expect(list.problems.length).toBeGreaterThan(0);
    }
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .array(
              fc.constantFrom(
                '- ',
                'endpoints:',
                '\n',
                ' ',
                '[',
                ']',
                '{',
                '}',
                ':',
                '"',
                "'",
                '#',
                '&a',
                '*a',
                '!!',
                'a.example',
                ',',
                ';',
                '\t',
                'targets',
                '|',
                '>',
              ),
            )
            .map((parts) => parts.join('')),
        ),
        fc.constantFrom('yaml', 'csv', 'text', 'prometheus', null),
        (text, format) => {
          const { entries, problems } = read(text, 'x', format);
          for (const { line } of [...entries, ...problems]) expect(line).toBeGreaterThan(0);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
