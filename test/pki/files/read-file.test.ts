import { describe, expect, it } from 'vitest';
import { readFile } from '../../../src/pki/files/read-file.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../support/certificates/forge.ts';

const root = forgeRoot();
const intermediate = forgeIntermediate(root);
const leaf = forgeLeaf(intermediate);

async function prints(bytes: Uint8Array | string): Promise<readonly string[]> {
  const contents = await readFile(Buffer.from(bytes));
  return contents.certificates.map(({ certificate }) => certificate.fingerprint256);
}

describe('a file', () => {
  it('gives the certificates of PEM text in their order, and the public half of a key', async () => {
    const contents = await readFile(Buffer.from(intermediate.pem + leaf.keyPem + leaf.pem));
    expect(contents.format).toBe('pem');
    expect(contents.certificates.map(({ place }) => place)).toEqual(['block 1', 'block 3']);
    expect(contents.certificates[1]?.certificate.fingerprint256).toBe(leaf.fingerprint256);
    expect(contents.privateKeySeen).toBe(true);
    const spki = contents.certificates[1]?.certificate.publicKey.spki256;
    expect(contents.privateKeys).toMatchObject([
      { form: 'PKCS#8', publicKey: { type: 'ec', spki256: spki } },
    ]);
  });

  it('gives DER certificates written one after the other, and says what trails', async () => {
    expect(await prints(leaf.der)).toEqual([leaf.fingerprint256]);
    expect(await prints(Buffer.concat([leaf.der, root.der]))).toEqual([
      leaf.fingerprint256,
      root.fingerprint256,
    ]);
    const trailed = await readFile(Buffer.concat([leaf.der, Buffer.from('\n')]));
    expect(trailed.problems).toEqual(['1 byte means nothing behind the certificate']);
  });
});
