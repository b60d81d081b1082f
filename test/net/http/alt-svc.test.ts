import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAltSvc } from '../../../src/net/http/alt-svc.ts';

const day = 86_400;

it.each([
  ['h3=":443"', [{ protocol: 'h3', host: null, port: 443, maxAgeSeconds: day, persist: false }]],
  [
    'h3=":443"; ma=2592000; persist=1,h2="alt.example.com:8000"',
    [
      { protocol: 'h3', host: null, port: 443, maxAgeSeconds: 2_592_000, persist: true },
      { protocol: 'h2', host: 'alt.example.com', port: 8000, maxAgeSeconds: day, persist: false },
    ],
  ],
  // The examples of RFC 7838 §3: an ALPN name with octets that are no token.
  ['w%3Dx%3Ay#z=":1"', [{ protocol: 'w=x:y#z', host: null, port: 1, maxAgeSeconds: day, persist: false }]],
  ['x%25y=":1"', [{ protocol: 'x%y', host: null, port: 1, maxAgeSeconds: day, persist: false }]],
  [
    'h3="[2001:db8::1]:50781"',
    [{ protocol: 'h3', host: '2001:db8::1', port: 50_781, maxAgeSeconds: day, persist: false }],
  ],
  [
    'h3=":443";ma="60" ; v="46,43" , , ',
    [{ protocol: 'h3', host: null, port: 443, maxAgeSeconds: 60, persist: false }],
  ],
  [
    'h3="Alt.Example.:443"; ma=0',
    [{ protocol: 'h3', host: 'alt.example', port: 443, maxAgeSeconds: 0, persist: false }],
  ],
])('%s', (header, services) => {
  expect(readAltSvc(header)).toEqual({ kind: 'alternatives', services, unreadable: 0 });
});

it.each([
  'h3',
  'h3=443',
  'h3="443"',
  'h3=":0"',
  'h3=":70000"',
  'h3="a b:1"',
  'h3="user@a:1"',
  'h%zz=":1"',
  '=":1"',
])('leaves out what is none: %s', (header) => {
  expect(readAltSvc(`${header}, h2=":1"`)).toMatchObject({ services: [{ protocol: 'h2' }], unreadable: 1 });
});

it('knows "clear", in that spelling alone', () => {
  expect(readAltSvc(' clear ')).toEqual({ kind: 'clear' });
  expect(readAltSvc('Clear')).toMatchObject({ services: [], unreadable: 1 });
});

it('reads anything within bounds', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), (text) => {
      const read = readAltSvc(text);
      if (read.kind === 'alternatives')
        expect(read.services.length + read.unreadable).toBeLessThanOrEqual(16);
    }),
  );
});
