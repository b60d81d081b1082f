// Makes src/pki/trust/mozilla-roots.pem, the dated list of roots that comes with the project:
//
//     node scripts/mozilla-roots.mjs FILE --as-of 2026-10-21 --source "NSS 3.131.1"
//
// FILE is NSS's certdata.txt (only roots trusted for TLS servers are taken), or PEM such as curl's cacert.pem, or what
// a newer Node prints: node -p "tls.getCACertificates('bundled').join('\n')". Nothing is written unless every root is
// whole: readable, a CA, and signed by itself.
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'as-of': { type: 'string' }, source: { type: 'string' }, output: { type: 'string' } },
});
const output = values.output ?? fileURLToPath(new URL('../src/pki/trust/mozilla-roots.pem', import.meta.url));
const [file] = positionals;
const asOf = values['as-of'] ?? '';
if (file === undefined || values.source === undefined || !/^\d{4}-\d\d-\d\d$/.test(asOf)) {
  stop('wanted: node scripts/mozilla-roots.mjs FILE --as-of YYYY-MM-DD --source TEXT');
}

const text = readFileSync(file, 'utf8');
const roots = [...(text.includes('CKA_CLASS') ? rootsOfCertdata(text) : rootsOfPem(text))].map(checked);
const sorted = [...new Map(roots.map((root) => [root.id, root])).values()].sort((one, other) =>
  one.id < other.id ? -1 : 1,
);
if (sorted.length < 80 || sorted.length > 400) stop(`${sorted.length} roots cannot be Mozilla's list`);
tellChange(sorted);
writeFileSync(output, fileText(sorted));
process.stdout.write(`${sorted.length} roots, SHA-256 of the list ${listDigest(sorted)}\n`);

function checked(der) {
  const id = createHash('sha256').update(der).digest('hex');
  let certificate;
  try {
    certificate = new X509Certificate(der);
  } catch (thrown) {
    stop(`the root ${id} cannot be read: ${thrown.message}`);
  }
  const subject = certificate.subject.split('\n').join(', ');
  if (!certificate.verify(certificate.publicKey)) stop(`${subject} is not signed by itself`);
  if (!certificate.ca) stop(`${subject} is no CA`);
  return { id, subject, pem: certificate.toString() };
}

function rootsOfPem(pem) {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block).raw);
}

/** Objects of PKCS #11 as text: certificates, and apart from them what each is trusted for (by issuer and serial). */
function rootsOfCertdata(certdata) {
  const certificates = new Map();
  const trusted = new Set();
  for (const object of certdata.split(/^CKA_CLASS /m).slice(1)) {
    const key = `${octal(object, 'CKA_ISSUER')} ${octal(object, 'CKA_SERIAL_NUMBER')}`;
    if (object.includes('CKO_CERTIFICATE'))
      certificates.set(key, Buffer.from(octal(object, 'CKA_VALUE'), 'hex'));
    if (/^CKA_TRUST_SERVER_AUTH CK_TRUST CKT_NSS_TRUSTED_DELEGATOR$/m.test(object)) trusted.add(key);
  }
  return [...certificates].filter(([key]) => trusted.has(key)).map(([, der]) => der);
}

function octal(object, attribute) {
  const body = new RegExp(`^${attribute} MULTILINE_OCTAL\\n([\\\\0-7\\n]*)END$`, 'm').exec(object)?.[1] ?? '';
  const bytes = body.match(/\\[0-7]{3}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte.slice(1), 8))).toString('hex');
}

function tellChange(now) {
  const before = new Map(previous().map((root) => [root.id, root]));
  for (const root of now) if (!before.delete(root.id)) process.stdout.write(`added   ${root.subject}\n`);
  for (const root of before.values()) process.stdout.write(`removed ${root.subject}\n`);
}

function previous() {
  try {
    return rootsOfPem(readFileSync(output, 'utf8')).map(checked);
  } catch {
    return [];
  }
}

function fileText(list) {
  const head = [
    `# Mozilla's list of certificate authorities for TLS servers: ${list.length} roots.`,
    `# As of: ${asOf}`,
    `# Source: ${values.source}`,
    `# SHA-256 over the fingerprints, one a line: ${listDigest(list)}`,
    '# Made by scripts/mozilla-roots.mjs, which checked that each is whole. The list is under the MPL 2.0.',
  ];
  const entries = list.map(({ id, subject, pem }) => `\n# ${subject}\n# SHA-256: ${id}\n${pem}`);
  return `${head.join('\n')}\n${entries.join('')}`;
}

function listDigest(list) {
  return createHash('sha256')
    .update(list.map(({ id }) => `${id}\n`).join(''))
    .digest('hex');
}

function stop(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
