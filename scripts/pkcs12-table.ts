// Opens every kind of PKCS#12 that people have and writes what came out into docs/conformance.md.
// npm run pkcs12
import { createSecureContext } from 'node:tls';
import forge from 'node-forge';
import { readFile } from '../src/pki/files/read-file.ts';
import { type Pkcs12Variant, pkcs12Variants } from '../test/support/files/pkcs12-variants.ts';
import { table, writeSection } from './conformance/document.ts';

const columns = [
  'kind',
  'made by',
  'this project',
  'its certificates',
  'its keys',
  'node-forge',
  'Node (pfx)',
];

const rows = [];
let opened = 0;
for (const variant of pkcs12Variants()) {
  const contents = await readFile(variant.bytes, { password: variant.password ?? undefined });
  const found = contents.certificates.length;
  const keys = contents.privateKeys.filter(({ publicKey }) => publicKey !== null).length;
  const isOpen =
    contents.locked.length === 0 && found === variant.certificates.length && keys === variant.keys;
  if (isOpen) opened += 1;
  const counts = [`${found} of ${variant.certificates.length}`, `${keys} of ${variant.keys}`];
  rows.push([
    variant.kind,
    variant.madeBy,
    isOpen ? '**yes**' : 'no',
    ...counts,
    byForge(variant),
    byNode(variant),
  ]);
}

const summary = `${opened} of ${rows.length} opened by this project's own reader.`;
console.log(summary);
writeSection(
  'pkcs12',
  `${table(columns, rows)}\n\n${summary} The columns behind it: what \`forge.pkcs12.pkcs12FromAsn1\` says of the same file, and how\nmany certificate objects it makes (it knows RSA only; the rest stay raw ASN.1); whether \`tls.createSecureContext({ pfx })\`\ntakes it, which gives no certificates. Made where openssl is older than the kind: by the tests' own writer.`,
);
process.exitCode = opened === rows.length ? 0 : 1;

function byForge({ bytes, password }: Pkcs12Variant): string {
  try {
    const asn1 = forge.asn1.fromDer(bytes.toString('latin1'));
    const store = forge.pkcs12.pkcs12FromAsn1(asn1, password ?? undefined);
    const bags = store.safeContents.flatMap(({ safeBags }) => safeBags);
    const certificates = bags.filter(({ type }) => type === forge.pki.oids.certBag);
    return `yes, ${certificates.filter(({ cert }) => cert != null).length} of ${certificates.length} objects`;
  } catch {
    return 'no';
  }
}

function byNode({ bytes, password }: Pkcs12Variant): string {
  try {
    createSecureContext({ pfx: bytes, ...(password === null ? {} : { passphrase: password }) });
    return 'yes';
  } catch {
    return 'no';
  }
}
