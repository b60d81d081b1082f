import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mention, Place } from '../../src/core/people.ts';
import { schemes } from '../../src/core/target/schemes.ts';
import { parseTarget, speaksTls, targetUrl } from '../../src/core/target.ts';
import { listFormats } from '../../src/core/watch/lists/listed.ts';
import { readChannel, readOwner } from '../../src/lists/people-text.ts';
import { readList } from '../../src/lists/read-list.ts';
import { type Written, writeList } from '../../src/lists/write-list.ts';

const digits = (least: number, most: number) =>
  fc.stringMatching(new RegExp(`^[1-9][0-9]{${least},${most}}$`));
const slackId = (first: string) => fc.stringMatching(/^[A-Z0-9]{3,10}$/).map((rest) => first + rest);
const mention = fc.oneof(
  slackId('U').map((id): Mention => ({ platform: 'slack', kind: 'user', id, name: id })),
  slackId('S').map((id): Mention => ({ platform: 'slack', kind: 'group', id, name: id })),
  slackId('C').map((id): Mention => ({ platform: 'slack', kind: 'channel', id, name: id })),
  digits(5, 17).map((id): Mention => ({ platform: 'discord', kind: 'user', id, name: id })),
  digits(5, 17).map((id): Mention => ({ platform: 'discord', kind: 'group', id, name: id })),
  digits(5, 17).map((id): Mention => ({ platform: 'discord', kind: 'channel', id, name: id })),
  fc
    .stringMatching(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,20}$/u)
    .map((id): Mention => ({ platform: 'console', kind: 'user', id, name: id })),
);
const place = fc.oneof(
  fc.constant<Place>({ platform: 'console', channel: 'console' }),
  slackId('C').map((channel): Place => ({ platform: 'slack', channel })),
  slackId('C').map((channel): Place => ({ platform: 'slack', channel, thread: '1700000000.000100' })),
  digits(5, 17).map((channel): Place => ({ platform: 'discord', channel })),
);
const label = fc.tuple(
  fc
    .stringMatching(/^[\w./-]{1,20}$/)
    .filter((key) => !['__proto__', 'constructor', 'prototype'].includes(key)),
  fc.string({ maxLength: 40, unit: 'grapheme' }).filter((value) => !/[\u0000-\u001f\u007f]/.test(value)),
);
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom('bücher.example', 'xn--bcher-kva.example', '_dmarc.example.org'),
);
const scheme = fc
  .constantFrom(...Object.keys(schemes))
  .filter((name) => speaksTls(parseTarget(`${name}://a.example:7`)));
const target = fc
  .record({
    scheme,
    host,
    port: fc.integer({ min: 1, max: 65_535 }),
    path: fc.constantFrom('', '/', '/health?x=1&y=a;b,c', '/a%20b', "/it's/#frag"),
    address: fc.option(fc.ipV4(), { nil: null }),
    client: fc.option(fc.constantFrom('payments', 'a1'), { nil: null }),
  })
  .map(({ scheme: way, host: name, port, path, address, client }) =>
    parseTarget(`${way}://${name}:${port}${path}`, address, client),
  );
const endpoint: fc.Arbitrary<Written> = fc.record({
  target,
  home: place,
  owners: fc.uniqueArray(mention, { maxLength: 3, selector: ({ platform, id }) => platform + id }),
  labels: fc.array(label, { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
});
const lists = fc.uniqueArray(endpoint, {
  maxLength: 12,
  selector: (one) => [targetUrl(one.target), one.target.address, one.target.client].join(' '),
});

function keyOf({ target: { address, client, ...rest } }: Pick<Written, 'target'>): string {
  return [targetUrl({ ...rest, address, client }), address, client].join(' ');
}

describe('a list that was written', () => {
  it.each(listFormats)('as %s is read back to the same endpoints', (format) => {
    fc.assert(
      fc.property(lists, (endpoints) => {
        const { name, text } = writeList(endpoints, format);
        const read = readList(new TextEncoder().encode(text), name, null);
        if (endpoints.length === 0) {
          expect(read.entries).toEqual([]);
          return;
        }
        expect(read.problems).toEqual([]);
        expect(read.format).toBe(format);
        const back = read.entries.map((entry) => ({
          key: keyOf(entry),
          owners: (entry.owners ?? []).map((typed) => readOwner(typed) ?? typed),
          home: readChannel(entry.channel ?? ''),
          labels: entry.labels ?? {},
        }));
        const given = endpoints.map((one) => ({
          key: keyOf(one),
          // Names of the console are looked up by its directory.
          owners: one.owners.map((who) => (who.platform === 'console' ? `@${who.name}` : who)),
          home: one.home,
          labels: one.labels,
        }));
        const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);
        expect(back.toSorted(byKey)).toEqual(given.toSorted(byKey));
      }),
      { numRuns: 100 },
    );
  });
});
