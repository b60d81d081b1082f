import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, jsonOrNull } from '../../../src/core/text/json.ts';

describe('a record as JSON', () => {
  it('keeps plain values and spells the rest', () => {
    expect(
      jsonOf({
        at: new Date('2026-11-25T12:00:00Z'),
        bytes: Buffer.from([1, 2, 3]),
        big: 2n ** 64n,
        map: new Map([['a', new Set([1])]]),
        error: new TypeError('no'),
        nothing: undefined,
        method() {},
        list: [undefined, Number.NaN, Infinity, new Date(Number.NaN)],
      }),
    ).toEqual({
      at: '2026-11-25T12:00:00.000Z',
      bytes: 'AQID',
      big: '18446744073709551616',
      map: { a: [1] },
      error: { name: 'TypeError', message: 'no' },
      list: [null, null, null, null],
    });
    expect(jsonOf(undefined)).toBeNull();
  });

  it('may hold the same part twice, but not itself', () => {
    const part = { a: 1 };
    expect(jsonOf([part, { part }])).toEqual([part, { part }]);
    const loop: Record<string, unknown> = {};
    loop.self = { loop };
    expect(() => jsonOf(loop)).toThrow(TypeError);
  });

  it('leaves what is JSON already as it is, a key named __proto__ included', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(JSON.stringify(jsonOf(plain))).toBe(JSON.stringify(plain));
      }),
    );
    expect(JSON.stringify(jsonOf(JSON.parse('{"__proto__":1}')))).toBe('{"__proto__":1}');
  });
});

it.each([
  ['{"a":1}', { a: 1 }],
  ['null', null],
  ['', null],
  ['{"a":', null],
  ['<html>', null],
])('that is somebody’s, or none: %j', (text, said) => {
  expect(jsonOrNull(text)).toEqual(said);
});
