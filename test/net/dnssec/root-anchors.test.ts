import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { parseAnchors, rootAnchors } from '../../../src/net/dnssec/root-anchors.ts';

const digest = 'E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D';
/** The key of the root from 2017 on, as dns-root-data and unbound-anchor write it. */
const key =
  'AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=';

describe('trust anchors', () => {
  test('of IANA are bundled', () => {
    expect(rootAnchors().map(({ keyTag, algorithm, digestType }) => [keyTag, algorithm, digestType])).toEqual(
      [
        [20_326, 8, 2],
        [38_696, 8, 2],
      ],
    );
  });

  test.each([
    `. IN DS 20326 8 2 ${digest}`,
    `.\t172800\tIN\tDS\t20326 8 2 ${digest.toLowerCase()}`,
    `DS 20326 8 2 ${digest.slice(0, 32)} ${digest.slice(32)}`,
    `; a comment\n\n. IN DS 20326 8 2 ${digest} ; KSK-2017\n`,
    `. 172800 IN DNSKEY 257 3 8 ${key} ;{id = 20326 (ksk), size = 2048b} ;;state=2 [  VALID  ]`,
  ])('are read from %s', (text) => {
    expect(parseAnchors(text)).toEqual(rootAnchors().slice(0, 1));
  });

  test('several stand on lines or behind commas', () => {
    const line = `. IN DS 20326 8 2 ${digest}`;
    expect(parseAnchors(`${line}\n${line}`)).toHaveLength(2);
    expect(parseAnchors(`${line}, ${line}`)).toHaveLength(2);
  });

  test.each([
    '',
    '; nothing',
    'example.org. IN DS 1 8 2 ab',
    '. IN DS 20326 8 2 E06D',
    '. IN DS 99999999 8 2 ab',
    `. IN DS 1 8 9 ${digest}`,
    '. IN A 192.0.2.1',
  ])('are refused in words: %j', (text) => {
    expect(() => parseAnchors(text)).toThrow(UserError);
    expect(() => parseAnchors(text)).toThrow(/DNSSEC_ROOT_ANCHOR/);
  });
});
