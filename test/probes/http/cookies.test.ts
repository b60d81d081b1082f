import { describe, expect, it } from 'vitest';
import { openCookieJar } from '../../../src/probes/http/cookies.ts';

const here = new URL('https://www.shop.example/');

function sentTo(url: string, ...setCookies: readonly string[]): string {
  const jar = openCookieJar();
  jar.keep(here, setCookies);
  return jar.header(new URL(url));
}

describe('the cookies of one look', () => {
  it('go back to the host that set them, the last of a name', () => {
    expect(sentTo(here.href, 'a=1; Path=/; Expires=Wed, 09 Jun 2100 10:18:14 GMT', 'b=2', 'a=3')).toBe(
      'a=3; b=2',
    );
    expect(sentTo('https://shop.example/', 'a=1')).toBe('');
  });

  it('go to a domain that covers the sender, and to no other', () => {
    expect(sentTo('https://login.shop.example/', 'a=1; Domain=.shop.example')).toBe('a=1');
    expect(sentTo('https://login.shop.example/', 'a=1; domain=login.shop.example')).toBe('');
    expect(sentTo('https://other.example/', 'a=1; Domain=example')).toBe('');
    expect(sentTo(here.href, 'a=1; Domain=evil.example')).toBe('');
  });

  it.each(['a=2; Max-Age=0', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'a=2; max-age=-1'])(
    'end when they are told to: %s',
    (end) => {
      expect(sentTo(here.href, 'a=1', end)).toBe('');
    },
  );

  it.each(['no pair', '=x', 'a b=1', 'a=1\r\nx: y', 'ü=1'])('are none: %j', (line) => {
    expect(sentTo(here.href, line)).toBe('');
  });

  it('are bounded', () => {
    const many = Array.from({ length: 100 }, (_, index) => `c${index}=${'v'.repeat(1000)}`);
    expect(sentTo(here.href, ...many).length).toBeLessThanOrEqual(8192);
  });
});
