import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRenewalInfo, renewalInfoUrl } from '../../../src/pki/ari/renewal-info.ts';

const certificate = {
  notBefore: new Date('2026-01-01T00:00:00Z'),
  notAfter: new Date('2026-04-01T00:00:00Z'),
};
const window = { start: '2026-03-01T00:00:00Z', end: '2026-03-03T00:00:00Z' };
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const read = (value: unknown) => readRenewalInfo(bytes(value), certificate, 'Test CA');

describe('a RenewalInfo object', () => {
  it('gives a window and the page that explains it', () => {
    expect(read({ suggestedWindow: window, explanationURL: 'https://ca.example/why', more: 1 })).toEqual({
      start: new Date(window.start),
      end: new Date(window.end),
      source: 'Test CA',
      explanationUrl: 'https://ca.example/why',
    });
  });

  it.each([
    ['2026-03-01T02:30:00+02:30', '2026-03-01T00:00:00.000Z'],
    ['2026-02-28t23:00:00-01:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01 00:00:00.333333333z', '2026-03-01T00:00:00.333Z'],
    ['2026-02-28T23:59:60Z', '2026-02-28T23:59:59.000Z'],
  ])('reads %s as RFC 3339 has it', (start, at) => {
    expect(read({ suggestedWindow: { ...window, start } })).toMatchObject({ start: new Date(at) });
  });

  it.each([
    'http://ca.example/why',
    'javascript:alert(1)',
    'https://user:word@ca.example/',
    `https://ca.example/${'a'.repeat(2048)}`,
    'why',
    7,
    null,
  ])('does not show %s', (explanationURL) => {
    expect(read({ suggestedWindow: window, explanationURL })).toMatchObject({ explanationUrl: null });
  });

  it('may lie wholly in the past, even before the certificate', () => {
    const suggestedWindow = { start: '2000-01-01T00:00:00Z', end: '2000-01-02T00:00:00Z' };
    expect(read({ suggestedWindow })).toMatchObject({ end: new Date('2000-01-02T00:00:00Z') });
  });

  it.each([
    ['malformed', 'it is not a JSON object', '<html>'],
    ['malformed', 'it is not a JSON object', ''],
    ['malformed', 'it is not a JSON object', '[]'],
    ['malformed', 'it is not a JSON object', 'null'],
    ['malformed', 'no suggestedWindow', {}],
    ['malformed', 'no suggestedWindow', { suggestedWindow: [] }],
    ['malformed', 'no start', { suggestedWindow: { ...window, start: 1767225600 } }],
    ['malformed', 'no start', { suggestedWindow: { ...window, start: '2026-03-01' } }],
    ['malformed', 'no start', { suggestedWindow: { ...window, start: '2026-02-30T00:00:00Z' } }],
    ['malformed', 'no start', { suggestedWindow: { ...window, start: '2026-03-01T24:00:00Z' } }],
    ['malformed', 'no end', { suggestedWindow: { ...window, end: '2026-03-01T00:00:00' } }],
    ['absurd', 'ends before', { suggestedWindow: { start: window.end, end: window.start } }],
    ['absurd', 'ends before', { suggestedWindow: { start: window.end, end: window.end } }],
    [
      'absurd',
      'begins after the certificate has ended',
      { suggestedWindow: { start: '2026-04-01T00:00:01Z', end: '2026-04-02T00:00:00Z' } },
    ],
    [
      'absurd',
      'longer than the certificate lives',
      { suggestedWindow: { start: '2026-01-01T00:00:00Z', end: '2026-04-01T00:00:01Z' } },
    ],
  ])('is %s: %s', (reason, detail, value) => {
    expect(read(value)).toMatchObject({ reason, detail: expect.stringContaining(detail) });
  });

  it('is malformed where its bytes are no UTF-8', () => {
    const info = readRenewalInfo(Buffer.from([0x7b, 0xff, 0x7d]), certificate, 'Test CA');
    expect(info).toMatchObject({ reason: 'malformed' });
  });

  it('never throws and never gives a window that ends before it begins, whatever is sent', () => {
    const date = fc.oneof(
      fc.string(),
      fc.date({ noInvalidDate: true }).map(String),
      fc.constant(window.start),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.json(), fc.record({ suggestedWindow: fc.record({ start: date, end: date }) })),
        (value) => {
          const info = read(value);
          if ('start' in info) expect(info.end > info.start).toBe(true);
        },
      ),
    );
  });
});

describe('an ACME directory', () => {
  it.each([
    [{ renewalInfo: 'https://ca.example/renewal-info' }, 'https://ca.example/renewal-info'],
    [{ newOrder: 'https://ca.example/order' }, null],
    [{ renewalInfo: 'http://ca.example/renewal-info' }, { reason: 'malformed' }],
    [{ renewalInfo: '/renewal-info' }, { reason: 'malformed' }],
    ['Forbidden', { reason: 'malformed' }],
  ])('%#', (value, url) => {
    const found = renewalInfoUrl(bytes(value));
    if (typeof url === 'object' && url !== null) expect(found).toMatchObject(url);
    else expect(found).toBe(url);
  });
});
