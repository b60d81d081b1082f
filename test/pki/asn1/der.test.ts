import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  contentOf,
  DerError,
  finish,
  isDone,
  readWhole,
  tags,
  take,
  takeIf,
} from '../../../src/pki/asn1/der.ts';

function whole(hex: string, tag: number = tags.sequence) {
  return readWhole(Buffer.from(hex, 'hex'), tag, 'the input');
}

describe('the DER reader', () => {
  it('walks the children of an element by their tags', () => {
    const reader = childrenOf(whole('3006020105040100'));
    const number = take(reader, tags.integer, 'a number');
    expect([number.start, number.body, number.end]).toEqual([2, 4, 5]);
    expect(takeIf(reader, tags.boolean, 'a flag')).toBeNull();
    expect([...contentOf(take(reader, tags.octetString, 'bytes'))]).toEqual([0]);
    expect(isDone(reader)).toBe(true);
  });

  it.each([
    ['indefinite length', '30800000', /indefinite length.*byte 0/],
    ['a long length that fits a short one', '30810100', /shortest form/],
    ['a long length with a leading zero', `3082007f${'00'.repeat(127)}`, /shortest form/],
    ['a length of five bytes', '30850000000001ff', /length of 5 bytes/],
    ['a length past the end', '3003020105', null],
    ['content that is cut off', '3004020105', /cut off/],
    ['a length that is cut off', '3082', /cut off/],
    ['a tag and nothing more', '30', /cut off/],
    ['nothing at all', '', /missing/],
    ['bytes after the end', '30000000', /2 bytes too many/],
    ['another tag', '0400', /wanted tag 0x30, found 0x04/],
  ])('%s', (_name, hex, message) => {
    if (message === null) expect(whole(hex).end).toBe(5);
    else expect(() => whole(hex)).toThrow(message);
  });

  it('skips high tag numbers in their one form, and refuses children that reach over their parent', () => {
    const high = take(childrenOf(whole('30031f1f00')), 0x1f, 'it');
    expect([high.body, high.end]).toEqual([5, 5]);
    for (const hex of ['30031f1e00', '30041f801f00', '30021fff', '30071fffffffff0100']) {
      expect(() => take(childrenOf(whole(hex)), 0x1f, 'it'), hex).toThrow(/malformed tag number/);
    }
    expect(() => take(childrenOf(whole('3003020205')), tags.integer, 'it')).toThrow(/cut off \(at byte 2\)/);
  });

  it('says at which byte of the outermost input the fault stands', () => {
    const inner = take(childrenOf(whole('300530030101ff')), tags.sequence, 'inner');
    try {
      take(childrenOf(inner), tags.integer, 'a number');
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(DerError);
      expect((thrown as DerError).offset).toBe(4);
    }
    expect(() => finish(childrenOf(inner), 'it')).toThrow('3 bytes too many after it (at byte 4)');
  });

  it('takes 16 MiB and not one byte more', () => {
    const content = 16 * 1024 * 1024 - 5;
    const fits = Buffer.concat([Buffer.from([0x30, 0x83, 0xff, 0xff, 0xfb]), Buffer.alloc(content)]);
    expect(readWhole(fits, tags.sequence, 'it').end).toBe(fits.length);
    expect(() => readWhole(Buffer.alloc(16 * 1024 * 1024 + 1), tags.sequence, 'it')).toThrow(/longer than/);
  });
});
