import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { curlConnect, curlListen } from '../../src/checks/commands/connect.ts';
import { curlPinned } from '../../src/checks/commands/curl.ts';
import { dig } from '../../src/checks/commands/dig.ts';
import { opensslClient, opensslLeaf } from '../../src/checks/commands/openssl.ts';
import { parseTarget } from '../../src/core/target.ts';

const named = parseTarget('https://api.example.org:8443');

describe('commands that show a fault', () => {
  it('pin openssl to the address and ask for the name', () => {
    expect(opensslClient(named, '192.0.2.7:8443', '-status')).toBe(
      'openssl s_client -connect 192.0.2.7:8443 -servername api.example.org -status </dev/null',
    );
    expect(opensslLeaf(named, '[2001:db8::7]:8443', '-dates')).toBe(
      "openssl s_client -connect '[2001:db8::7]:8443' -servername api.example.org </dev/null 2>/dev/null | openssl x509 -noout -dates",
    );
  });

  it('send no name for an address', () => {
    expect(opensslClient(parseTarget('192.0.2.7'), '192.0.2.7:443')).toContain(' -noservername ');
  });

  it('pin curl with the port of the URL', () => {
    expect(curlPinned('https://api.example.org/a?b=c', '192.0.2.7:443')).toBe(
      "curl -sv -o /dev/null --resolve api.example.org:443:192.0.2.7 'https://api.example.org/a?b=c'",
    );
    expect(curlPinned('http://api.example.org/', '[2001:db8::7]:80')).toContain(
      "--resolve 'api.example.org:80:[2001:db8::7]'",
    );
    expect(curlPinned('https://[2001:db8::7]:8443/', '[2001:db8::7]:8443')).not.toContain('--resolve');
  });

  it('ask for one URL, though curl would make many of it', () => {
    expect(curlPinned('https://api.example.org/[1-9999]', '192.0.2.7:443')).toMatch(/ -g '[^']*\[1-9999\]'$/);
    expect(curlPinned('https://[2001:db8::7]/a', '[2001:db8::7]:443')).not.toContain(' -g ');
  });

  it('offer no curl for what is no URL or too long to paste', () => {
    expect(curlPinned('not a url', '192.0.2.7:443')).toBeNull();
    expect(curlPinned(`https://api.example.org/${'a'.repeat(1300)}`, '192.0.2.7:443')).toBeNull();
  });

  it.each([
    ['192.0.2.53:53', 'dig api.example.org A @192.0.2.53'],
    ['192.0.2.53', 'dig api.example.org A @192.0.2.53'],
    ['127.0.0.1:5353', 'dig api.example.org A @127.0.0.1 -p 5353'],
    ['[2001:db8::53]:5353', 'dig api.example.org A @2001:db8::53 -p 5353'],
    ['2001:db8::53', 'dig api.example.org A @2001:db8::53'],
  ])('ask the DNS server %s', (server, command) => {
    expect(dig('api.example.org', 'A', server)).toBe(command);
  });

  it.each(['-f/etc/hosts', '@192.0.2.66', '+trace'])(
    'ask for the name %s, which is no word of dig',
    (name) => {
      const [dug = '', ...words] = dig(name, 'A', '127.0.0.1:1', '+time=1', '+tries=1').split(' ');
      const said = spawnSync(dug, words, { encoding: 'utf8' });
      if (said.error !== undefined) return;
      expect(said.stdout).toContain('127.0.0.1#1: connection refused');
      expect(said.stdout).not.toMatch(/192\.0\.2\.66#|localhost/);
      expect(words).toContain('-q');
    },
  );

  it('knock with curl', () => {
    expect(curlConnect({ ip: '2001:db8::7', port: 443 })).toBe(
      "curl -sv -m 5 'telnet://[2001:db8::7]:443' </dev/null",
    );
    expect(curlListen('192.0.2.7:25')).toBe('curl -sv -m 5 telnet://192.0.2.7:25 </dev/null');
  });

  it('keep what a redirect wrote inside one word', () => {
    const url = new URL("https://api.example.org/'$(touch%20x)'`id`;echo").href;
    const command = curlPinned(url, '192.0.2.7:443')?.replace(/^curl/, "printf '%s\\n'") ?? '';
    const printed = execFileSync('bash', ['-c', command], { encoding: 'utf8' }).trim().split('\n');
    expect(printed.at(-1)).toBe(url);
  });
});
