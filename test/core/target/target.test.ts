import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { parseAddress, parseTarget, targetText, targetUrl, unicodeHost } from '../../../src/core/target.ts';

describe('what a person may type', () => {
  it.each([
    ['example.org', 'https://example.org:443/', 'example.org'],
    ['example.org:8443', 'https://example.org:8443/', 'example.org:8443'],
    ['EXAMPLE.Org.', 'https://example.org:443/', 'example.org'],
    ['https://example.org/health?x=1#top', 'https://example.org:443/health?x=1', 'example.org/health?x=1'],
    ['http://example.org', 'http://example.org:80/', 'http://example.org'],
    ['tls://mail.example.org:993', 'tls://mail.example.org:993/', 'tls://mail.example.org:993'],
    ['tcp://db.example.org:5432', 'tcp://db.example.org:5432/', 'tcp://db.example.org:5432'],
    ['[2001:DB8::1]:8443', 'https://[2001:db8::1]:8443/', '[2001:db8::1]:8443'],
    ['2001:db8::1', 'https://[2001:db8::1]:443/', '[2001:db8::1]'],
    ['192.0.2.7', 'https://192.0.2.7:443/', '192.0.2.7'],
    ['münchen.example', 'https://xn--mnchen-3ya.example:443/', 'xn--mnchen-3ya.example'],
    ['  example.org  ', 'https://example.org:443/', 'example.org'],
  ])('%s', (typed, url, shown) => {
    const target = parseTarget(typed);
    expect(targetUrl(target)).toBe(url);
    expect(targetText(target)).toBe(shown);
  });

  it.each([['2130706433'], ['0x7f000001'], ['0177.0.0.1'], ['127.1'], ['0x7f.1']])(
    'reads the spelling %s as 127.0.0.1, so that the address policy sees it',
    (typed) => {
      expect(parseTarget(typed)).toMatchObject({ host: '127.0.0.1', hostKind: 'ipv4' });
    },
  );

  it('shows an IDN in its own script as well', () => {
    expect(unicodeHost(parseTarget('xn--mnchen-3ya.example'))).toBe('münchen.example');
    expect(unicodeHost(parseTarget('example.org'))).toBeNull();
  });

  it('keeps a given address beside the name', () => {
    expect(targetText(parseTarget('example.org', '192.0.2.7'))).toBe('example.org at 192.0.2.7');
    expect(parseAddress('[2001:DB8::7]')).toBe('2001:db8::7');
  });
});

describe('a port without a scheme', () => {
  it.each([
    ['mail.example.org:993', 'imaps'],
    ['mail.example.org:465', 'smtps'],
    ['mail.example.org:995', 'pop3s'],
    ['mail.example.org:25', 'smtp'],
    ['mail.example.org:587', 'smtp'],
    ['mail.example.org:143', 'imap'],
    ['mail.example.org:110', 'pop3'],
    ['ldap.example.org:389', 'ldap'],
    ['ldap.example.org:636', 'ldaps'],
    ['[2001:db8::1]:5432', 'postgres'],
    ['192.0.2.7:3306', 'mysql'],
    ['chat.example.org:5222', 'xmpp'],
    ['mq.example.org:8883', 'mqtts'],
    ['mq.example.org:5671', 'amqps'],
    ['example.org:21', 'ftp'],
    ['example.org:80', 'http'],
    ['example.org:853', 'dot'],
  ])('%s is what is registered for it', (typed, scheme) => {
    const target = parseTarget(typed);
    expect(target).toMatchObject({ scheme, assumed: true });
    const again = parseTarget(targetUrl(target));
    expect({ ...again, assumed: true }).toEqual(target);
    expect(parseTarget(targetText(target)).scheme).toBe(scheme);
  });

  it.each([
    'example.org',
    'example.org:443',
    'example.org:8443',
    'example.org:993/inbox',
    'https://example.org:993',
  ])('%s stays https', (typed) => {
    expect(parseTarget(typed)).toMatchObject({ scheme: 'https' });
    expect(parseTarget(typed).assumed).toBeUndefined();
  });
});

describe('what is refused, in words', () => {
  it.each([
    ['', /No target given/],
    ['exmaple..com', /"exmaple\.\.com" is not a host name\. Try example\.org/],
    ['-a.example', /is not a host name/],
    ['example.org:0', /a port is a number from 1 to 65535/],
    ['example.org:99999', /a port is a number from 1 to 65535/],
    ['tcp://example.org', /tcp:\/\/ needs a port/],
    ['https+starttls://example.org', /not a scheme Notafter knows/],
    ['gopher://example.org', /not a scheme Notafter knows/],
    ['https://', /names no host/],
    ['a b.example', /blank or control character/],
    ['fe80::1%eth0', /is not a host name/],
    ['1:2:3', /write an IPv6 address as/],
    ['x'.repeat(3000), /at most 2048/],
  ])('%.40s', (typed, reason) => {
    expect(() => parseTarget(typed)).toThrow(UserError);
    expect(() => parseTarget(typed)).toThrow(reason);
  });

  it('does not repeat a password', () => {
    expect(() => parseTarget('https://bob:hunter2@example.org')).toThrow(
      /^(?!.*hunter2).*user name or password/,
    );
  });

  it.each(['example.org', '192.0.2', '192.0.2.7:443', 'fe80::1%eth0', ''])('is no address: %s', (typed) => {
    expect(() => parseAddress(typed)).toThrow(/is not an IP address/);
  });
});

describe('whatever is typed', () => {
  it('is either a target that reads back as itself or a UserError', () => {
    const piece = fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV6(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(piece, (typed) => {
        try {
          const target = parseTarget(typed);
          expect(targetUrl(parseTarget(targetUrl(target)))).toBe(targetUrl(target));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
