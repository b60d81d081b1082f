import { describe, expect, it } from 'vitest';
import { defaultReferenceHosts, parseReferenceHosts } from '../../../src/probes/vantage/reference-hosts.ts';

describe('REFERENCE_HOSTS', () => {
  it.each([
    ['www.example.org', { host: 'www.example.org', name: 'www.example.org', ip: null, port: 443 }],
    ['WWW.example.org.:8443', { host: 'www.example.org', name: 'www.example.org', ip: null, port: 8443 }],
    ['192.0.2.7', { host: '192.0.2.7', name: null, ip: '192.0.2.7', port: 443 }],
    ['192.0.2.7:80', { host: '192.0.2.7', name: null, ip: '192.0.2.7', port: 80 }],
    ['2001:db8::7', { host: '2001:db8::7', name: null, ip: '2001:db8::7', port: 443 }],
    ['dns.test=[2001:DB8::7]:853', { host: 'dns.test', name: 'dns.test', ip: '2001:db8::7', port: 853 }],
    ['dns.test=192.0.2.7', { host: 'dns.test', name: 'dns.test', ip: '192.0.2.7', port: 443 }],
  ] as const)('%s', (written, host) => {
    expect(parseReferenceHosts(written)).toEqual([host]);
  });

  it.each(['off', ' OFF ', ''])('%j asks nobody', (written) => {
    expect(parseReferenceHosts(written)).toEqual([]);
  });

  it('has two networks and both families unless it is set', () => {
    const hosts = parseReferenceHosts(defaultReferenceHosts);
    expect(new Set(hosts.map(({ host }) => host)).size).toBe(2);
    expect(hosts.filter(({ ip }) => ip?.includes(':'))).toHaveLength(2);
  });

  it.each([
    ['dns.test=', 'is no host'],
    ['dns.test=other.test', 'has no address'],
    ['=192.0.2.7', 'is no host name'],
    ['a b@c', 'is no host name'],
    ['x.test:0', 'is no host'],
    ['x.test:99999', 'is no host'],
    ['https://x.test/', 'is no host'],
    [Array.from({ length: 9 }, (_, n) => `h${n}.test`).join(','), '9 entries'],
  ])('%s is a mistake that is named', (written, says) => {
    expect(() => parseReferenceHosts(written)).toThrow(says);
    expect(() => parseReferenceHosts(written)).toThrow(/^REFERENCE_HOSTS/);
  });
});
