import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/net/http/decode-body.ts';

const text = 'Grüße, the service is ready';
const plain = Buffer.from(text);
const coded = (coding: string) => ({ 'content-encoding': coding });

describe('a body as text', () => {
  it.each([
    ['identity', plain],
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zstdCompressSync(plain)],
    ['GZIP', gzipSync(plain)],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
  ])('%s', async (coding, bytes) => {
    expect(await decodeBody(bytes, coded(coding), 1000)).toEqual({ readable: true, text, whole: true });
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])(
    'is bounded, whatever it was packed from: %s',
    async (coding) => {
      const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync }[
        coding
      ];
      const bomb = pack?.(Buffer.alloc(20_000_000, 'a')) ?? plain;
      const read = await decodeBody(bomb, coded(coding), 10_000);
      expect(read).toMatchObject({ readable: true, whole: false });
      if (read.readable) expect(read.text).toHaveLength(10_000);
    },
  );

  it.each(['constructor', '__proto__', 'valueOf'])(
    'is not packed as %s, which no coding is',
    async (coding) => {
      const read = await decodeBody(plain, coded(coding), 1000);
      expect(read).toMatchObject({ readable: false, because: expect.stringContaining(coding.toLowerCase()) });
    },
  );

  it('is read as far as it goes when it was cut', async () => {
    const long = Array.from({ length: 20_000 }, (_, index) => `line ${index * 7919}`).join('\n');
    const cut = gzipSync(Buffer.from(long)).subarray(0, 40_000);
    const read = await decodeBody(cut, coded('gzip'), 1_000_000);
    expect(read.readable && long.startsWith(read.text) && read.text.length > 10_000).toBe(true);
  });

  it.each([
    ['compress', /packed as "compress"/],
    ['gzip', /says gzip and is not/],
    ['gzip, gzip, gzip', /packed 3 times/],
  ])('says what cannot be read: %s', async (coding, because) => {
    const read = await decodeBody(plain, coded(coding), 1000);
    expect(read).toEqual({ readable: false, because: expect.stringMatching(because) });
  });

  it.each([
    ['text/html; charset=iso-8859-1', Buffer.from('Gr\u00fc\u00dfe', 'latin1')],
    ['text/html; Charset="UTF-16LE"', Buffer.from('Gr\u00fc\u00dfe', 'utf16le')],
    ['text/html', Buffer.from('\ufeffGr\u00fc\u00dfe', 'utf16le')],
    ['text/html; charset=nobody-knows', Buffer.from('Gr\u00fc\u00dfe')],
  ])('by its charset: %s', async (type, bytes) => {
    expect(await decodeBody(bytes, { 'content-type': type }, 1000)).toMatchObject({
      text: 'Gr\u00fc\u00dfe',
    });
  });
});
