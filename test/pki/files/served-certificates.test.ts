import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servedCertificates } from '../../../src/pki/files/served-certificates.ts';
import { forgeIntermediate, forgeRoot } from '../../support/certificates/forge.ts';
import { certsOnly } from '../../support/certificates/pkcs7.ts';

const root = forgeRoot();
const { der, pem } = forgeIntermediate(root);
const bundle = certsOnly(der, root.der);
const read = (body: Uint8Array | string) =>
  servedCertificates(Buffer.from(body)).map((one) => Buffer.from(one));

describe('what an authority serves as its certificate', () => {
  it.each([
    ['DER', der, [der]],
    ['DER with bytes behind it', Buffer.concat([der, Buffer.from('\r\n')]), [der]],
    ['two in DER, one after the other', Buffer.concat([der, root.der]), [der, root.der]],
    ['PEM', pem, [der]],
    ['PEM with Windows line ends and a byte order mark', `\ufeff${pem.replaceAll('\n', '\r\n')}`, [der]],
    ['two in PEM', pem + root.pem, [der, root.der]],
    ['a certs-only PKCS#7, in its order', bundle, [der, root.der]],
    ['the same as base64', bundle.toString('base64'), [der, root.der]],
    ['an empty PKCS#7', certsOnly(), []],
    ['nothing', '', []],
    ['a page', '<html>Not here any more</html>', []],
    ['DER that is cut', der.subarray(0, 200), []],
    ['DER of something else', Buffer.from('3003020101', 'hex'), []],
  ])('%s', (_form, body, expected) => {
    expect(read(body)).toEqual(expected);
  });

  it('is bounded in number', () => {
    expect(read(certsOnly(...Array(200).fill(Buffer.from('30023000', 'hex'))))).toHaveLength(50);
    expect(read(Buffer.concat(Array(200).fill(Buffer.from('30023000', 'hex'))))).toHaveLength(50);
    expect(read(pem.repeat(60))).toHaveLength(50);
  });

  it('never throws, whatever is served', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.constantFrom(der, bundle, Buffer.from(pem)),
        edits,
        fc.nat(),
        (original, changes, cut) => {
          const bytes = Buffer.from(original.subarray(0, cut % (original.length + 1)));
          for (const [position, value] of changes) {
            if (bytes.length > 0) bytes[position % bytes.length] = value;
          }
          const total = read(bytes).reduce((sum, { length }) => sum + length, 0);
          expect(total).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void servedCertificates(bytes)));
  });
});
