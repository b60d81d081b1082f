import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offeredFiles, offeredLimits, safeFileName } from '../../../src/core/files/offered-file.ts';
import { sizeText } from '../../../src/core/text/size-text.ts';

const pem = { mediaType: 'application/x-pem-file', text: 'x' };

describe('a file name', () => {
  it.each([
    ['missing-intermediate.pem', 'missing-intermediate.pem'],
    ['../../etc/passwd', 'etc-passwd'],
    ['/etc/passwd', 'etc-passwd'],
    ['C:\\temp\\a.pem', 'C-temp-a.pem'],
    ['*.example.org.pem', 'example.org.pem'],
    ['.bashrc', 'bashrc'],
    ['--save', 'save'],
    ['a"; filename="b.exe\r\nx: y', 'a-filename-b.exe-x-y'],
    ['CON.pem', 'file-CON.pem'],
    ['lpt1', 'file-lpt1'],
    ['ключ.pem', 'pem'],
    ['\u202efdp.exe', 'fdp.exe'],
    ['', 'file.txt'],
    ['....', 'file.txt'],
  ])('%j becomes %j', (given, safe) => {
    expect(safeFileName(given)).toBe(safe);
  });

  it('keeps its ending when it is long', () => {
    expect(safeFileName(`${'a'.repeat(300)}.pem`)).toBe(`${'a'.repeat(offeredLimits.name - 4)}.pem`);
  });

  it('is one plain name whatever was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        expect(safeFileName(given)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,159}$/);
        expect(safeFileName(given)).not.toMatch(/\.\.|\.$/);
      }),
    );
  });
});

describe('the files of a message', () => {
  it('never share a name', () => {
    const files = ['a.pem', 'A.PEM', 'a.pem', 'b'].map((name) => ({ ...pem, name }));
    expect(offeredFiles({ files }).map(({ name }) => name)).toEqual(['a.pem', 'A-2.PEM', 'a-3.pem', 'b']);
  });

  it('are bounded, and hold no private key', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...pem, name: `${index}.pem` }));
    expect(offeredFiles({ files: many })).toHaveLength(10);
    const texts = ['x'.repeat(offeredLimits.text), 'x'.repeat(offeredLimits.text + 1)];
    expect(offeredFiles({ files: texts.map((text) => ({ ...pem, name: 'a', text })) })).toHaveLength(1);
    const key = { ...pem, name: 'key.pem', text: '-----BEGIN EC PRIVATE KEY-----\n' };
    expect(offeredFiles({ files: [key] })).toEqual([]);
  });
});

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1946, '1.9 KiB'],
  [10 * 1024 * 1024, '10 MiB'],
])('%d bytes are %s', (bytes, said) => {
  expect(sizeText(bytes)).toBe(said);
});
