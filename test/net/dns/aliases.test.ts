import { expect, test } from 'vitest';
import { followAliases } from '../../../src/net/dns/aliases.ts';
import type { DnsRecord } from '../../../src/net/dns/answer.ts';

function cname(name: string, data: string): DnsRecord {
  return { name, type: 'CNAME', ttl: 60, data };
}

test('follows aliases whatever their order, to the owner of the addresses', () => {
  const records = [cname('b.test', 'c.test'), cname('x.test', 'y.test'), cname('a.test', 'b.test')];
  expect(followAliases('a.test', records)).toEqual({
    aliases: [
      { name: 'a.test', target: 'b.test', ttl: 60 },
      { name: 'b.test', target: 'c.test', ttl: 60 },
    ],
    loop: false,
    end: 'c.test',
  });
  expect(followAliases('c.test', records)).toEqual({ aliases: [], loop: false, end: 'c.test' });
});

test('a loop is seen, to itself too', () => {
  expect(followAliases('a.test', [cname('a.test', 'b.test'), cname('b.test', 'a.test')])).toMatchObject({
    loop: true,
  });
  expect(followAliases('a.test', [cname('a.test', 'a.test')])).toMatchObject({ loop: true, aliases: [{}] });
});

test('a chain longer than any resolver follows counts as one', () => {
  const endless = Array.from({ length: 100 }, (_, index) => cname(`n${index}.test`, `n${index + 1}.test`));
  expect(followAliases('n0.test', endless)).toMatchObject({ loop: true });
});
