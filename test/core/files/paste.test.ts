import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takePaste } from '../../../src/core/files/paste.ts';
import { typedWord } from '../../../src/core/text/typed-word.ts';
import { chainPem, leaf, withKeyPem } from '../../support/certificate-files.ts';

const base64 = leaf.der.toString('base64');

describe('a paste', () => {
  it.each([
    ['as it is', chainPem],
    ['on one line', chainPem.replaceAll('\n', ' ')],
    ['with Windows line ends', chainPem.replaceAll('\n', '\r\n')],
    ['with dashes of a phone', chainPem.replaceAll('-----', '\u2014-')],
    ['in a fence', `\`\`\`\n${chainPem}\`\`\``],
    ['in a fence of one line', `\`${chainPem.trim()}\``],
  ])('%s is PEM again', (_how, typed) => {
    const paste = takePaste(typed);
    expect(paste?.pasted.replaceAll('\r', '')).toBe(chainPem);
    expect(paste?.rest).toBe('');
  });

  it('leaves what stands around it', () => {
    expect(takePaste(`cert ${withKeyPem} password:abc`)?.rest).toMatch(/^cert\s+password:abc$/);
    const bare = takePaste(`cert ${base64} password:abc`);
    expect(bare?.pasted).toBe(base64);
    expect(bare?.rest).toMatch(/^cert\s+password:abc$/);
  });

  it('of bare base64 is found, in one line or many', () => {
    expect(takePaste(base64)?.pasted).toBe(base64);
    const lines = base64.match(/.{1,64}/g)?.join('\n') ?? '';
    expect(takePaste(lines)?.pasted).toBe(lines);
  });

  it('that was cut off goes to the end, so that nothing of a key stays behind', () => {
    const cut = withKeyPem.slice(0, 150);
    expect(takePaste(`check ${cut}`)?.rest).toBe('check');
    expect(takePaste(`${chainPem}-----BEGIN PRIVATE KEY-----\nabc`)?.pasted).toContain('abc');
  });

  it('keeps the headers of an encrypted key on lines of their own', () => {
    const key =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A0B\n\nQUJD\nREVG\n-----END RSA PRIVATE KEY-----\n';
    expect(takePaste(key.replace(/\n+/g, ' '))?.pasted).toBe(key);
  });

  it.each([
    'example.org',
    'api.example.org:443 address:192.0.2.7',
    'mi.example',
    `${'a'.repeat(63)}.example.org`,
    '-----',
  ])('is not seen in %j', (typed) => {
    expect(takePaste(typed)).toBeNull();
  });

  it('is looked for in one pass, however long the text: a square of it would outlast this test', () => {
    for (const piece of [
      '-----BEGIN A-----',
      '-----END A----- ',
      '-',
      'MIIB',
      ' MI'.padEnd(70, 'A'),
      '`',
      '- ',
    ]) {
      takePaste(piece.repeat(1_000_000 / piece.length));
    }
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => void takePaste(typed)));
  });
});

describe('a word in an error', () => {
  it('is cut when it is long', () => {
    expect(typedWord('n'.repeat(100), 60)).toBe(`${'n'.repeat(57)}...`);
    expect(typedWord('short', 60)).toBe('short');
  });

  it('shows no piece of a key', () => {
    expect(typedWord(base64.slice(100, 164), 80)).toBe(`${base64.slice(100, 104)}...`);
  });

  it('shows neither the private member of a JSON Web Key nor a password', () => {
    // RFC 8037, appendix A.1.
    const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
    expect(typedWord(`{kty:OKP,d:${d}}`, 80)).toBe(`{kty:OKP,d:${d.slice(0, 4)}...}`);
    expect(typedWord(`{kty:OKP,d:${d}}`.toLowerCase(), 80)).not.toContain(d.slice(8).toLowerCase());
    expect(typedWord('password:hunter2', 80)).toBe('password:...');
    const path = '/some/long/path/of/a/file/that/is/version/2/of/it';
    expect(typedWord(path, 80)).toBe(path);
  });
});
