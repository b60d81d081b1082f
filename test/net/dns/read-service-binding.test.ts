import { describe, expect, it } from 'vitest';
import { readServiceBinding } from '../../../src/net/dns/read-service-binding.ts';
import { serviceBindingText } from '../../../src/net/dns/service-binding.ts';
import { readEchConfigList } from '../../../src/net/tls/ech-config-list.ts';
import { echConfigList, httpsRecord, type Parameters } from '../../support/name-servers/service-binding.ts';

function read(priority: number, target: string, parameters: Parameters) {
  const message = httpsRecord(priority, target, parameters);
  return readServiceBinding(serviceBindingText({ message, start: 0, end: message.length }));
}

function faults(parameters: Parameters): string {
  return read(1, '.', parameters)?.faults.join('; ') ?? 'not read';
}

describe('an HTTPS record', () => {
  it('is read back from its text, whatever stands in it', () => {
    const ech = echConfigList('public.example');
    const binding = read(1, 'svc.example', {
      mandatory: ['alpn', 'port'],
      alpn: ['h2', 'h3', 'a,b\\c'],
      'no-default-alpn': true,
      port: 8443,
      ipv4hint: ['192.0.2.1', '192.0.2.2'],
      ech,
      ipv6hint: ['2001:db8::1'],
    });
    expect(binding).toMatchObject({
      priority: 1,
      target: 'svc.example',
      mandatory: ['alpn', 'port'],
      alpn: ['h2', 'h3', 'a,b\\c'],
      noDefaultAlpn: true,
      port: 8443,
      hints: ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
      faults: [],
    });
    expect(Buffer.from(binding?.ech ?? [])).toEqual(ech);
  });

  it('is sound without parameters, and as an alias', () => {
    expect(read(1, '.', {})).toMatchObject({
      keys: [],
      alpn: [],
      port: null,
      hints: [],
      ech: null,
      faults: [],
    });
    expect(read(0, 'pool.example', { port: 1 })).toMatchObject({
      priority: 0,
      target: 'pool.example',
      faults: [],
    });
  });

  it('says which rule is broken', () => {
    expect(faults({ port: 443, alpn: ['h2'] })).toMatch(/ascending/);
    expect(faults({ mandatory: ['port'], alpn: ['h2'] })).toMatch(/lists port, which is not there/);
    expect(faults({ mandatory: ['mandatory'] })).toMatch(/lists itself/);
    expect(faults({ 'no-default-alpn': true })).toMatch(/without alpn/);
    expect(faults({ alpn: [] })).toMatch(/alpn is empty/);
    expect(faults({ ipv4hint: [] })).toMatch(/ipv4hint is empty/);
    expect(faults({ ech: Buffer.alloc(0) })).toMatch(/ech is empty/);
  });

  it('is not read from other text', () => {
    expect(readServiceBinding('\\# 2 c0de')).toBeNull();
    expect(readServiceBinding('')).toBeNull();
  });
});

describe('an ECHConfigList', () => {
  it('gives the public name', () => {
    expect(readEchConfigList(echConfigList('public.example'))).toEqual([
      { version: 0xfe0d, publicName: 'public.example' },
    ]);
  });

  it('keeps versions that are not known apart', () => {
    expect(readEchConfigList(echConfigList('x', 0xfe0a))).toEqual([{ version: 0xfe0a, publicName: null }]);
  });

  it('is refused when cut anywhere, or longer than it says', () => {
    const whole = echConfigList('public.example');
    for (let length = 0; length < whole.length; length += 1) {
      expect(readEchConfigList(whole.subarray(0, length)), String(length)).toBeNull();
    }
    expect(readEchConfigList(Buffer.concat([whole, Buffer.from([0])]))).toBeNull();
  });
});
