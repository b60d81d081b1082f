import fc from 'fast-check';
import type { Command } from '../../../src/core/command.ts';
import { hostileText } from '../samples/hostile-message.ts';

/** Words that options of every kind are meant to take, and those that only look like it. */
const words = fc.oneof(
  hostileText,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    ...[
      'api.example.org',
      'https://[::1]:99999/',
      'xn--a',
      'http://a@b@c',
      '127.0.0.1:0',
      '[',
      '::',
      '%00',
      '..',
      '*',
    ],
    ...[
      '999999999999d',
      '-1h',
      '1e9s',
      'NaN',
      'friday',
      '25:61',
      '0 0 31 2 *',
      '* * * * * *',
      '\u202e',
      '\ud800',
    ],
    ...[
      'team==',
      '=x',
      'k=v,k=v',
      '@',
      '<@U1',
      '<!subteam^',
      '#',
      '"',
      '“',
      '\\',
      '-----BEGIN CERTIFICATE-----',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty:x',
      `$\{jndi:ldap://x}`,
      '{{7*7}}',
      '$(id)',
      ';id',
    ],
    'x'.repeat(4000),
  ),
);

/** Lines of people who mean harm, or have a cat on the keyboard: made of the commands' own words and examples. */
export function hostileLine(commands: readonly Command[]): fc.Arbitrary<string> {
  const examples = commands.flatMap(({ examples }) => examples);
  const command = fc.constantFrom(...commands);
  const shaped = command.chain((one) => {
    const action = fc.constantFrom(...one.actions.map(({ name }) => name), 'nothing');
    const names = one.actions.flatMap(({ options }) => options.map(({ name }) => name));
    const option = fc
      .tuple(fc.constantFrom(...names, 'nosuch', '__proto__'), words)
      .map(([name, word]) => `${name}:${word}`);
    return fc
      .tuple(action, fc.array(fc.oneof(words, option), { maxLength: 6 }))
      .map(([named, rest]) => [`/${one.name}`, named, ...rest].join(' '));
  });
  const bent = fc
    .tuple(fc.constantFrom(...examples), fc.nat(), fc.nat({ max: 12 }), words)
    .map(([example, seed, cut, word]) => {
      const at = seed % (example.length + 1);
      return `${example.slice(0, at)}${word}${example.slice(at + cut)}`;
    });
  return fc.oneof(
    { weight: 5, arbitrary: shaped },
    { weight: 4, arbitrary: bent },
    { weight: 1, arbitrary: words },
  );
}
