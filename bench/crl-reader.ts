// One reader on one CRL, alone in its process so that the memory is its own: node bench/crl-reader.ts ours|asn1-x509
// FOLDER ROUNDS. Prints the processor time of each round, all threads, and what the process grew by at its peak, as JSON.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificate } from '../src/pki/certificate/parse-certificate.ts';
import { judgeCrls } from '../src/pki/revocation/crl/judge-crls.ts';
import { readCrl } from '../src/pki/revocation/crl/read-crl.ts';

/** "revoked" and "good", for the two certificates that are asked about. */
type Reader = (der: Buffer) => readonly string[];

const [name = '', folder = '', rounds = '1'] = process.argv.slice(2);
const read = name === 'ours' ? ours() : await schemaLibrary();
const der = readFileSync(join(folder, 'large.crl'));
const before = process.memoryUsage().rss;
const times: number[] = [];
for (let round = 0; round < Number(rounds); round += 1) {
  const begun = process.cpuUsage();
  const answers = read(der);
  const { user, system } = process.cpuUsage(begun);
  times.push((user + system) / 1000);
  if (answers.join() !== 'revoked,good') throw new Error(`${name} says ${answers.join()}`);
}
const grownMb = process.resourceUsage().maxRSS / 1024 - before / 1024 / 1024;
console.log(JSON.stringify({ times, grownMb }));

/** Everything: shape, entries, signature, scope, dates, and both certificates looked up. */
function ours(): Reader {
  const [issuer, listed, unlisted] = ['issuer', 'listed', 'unlisted'].map(certificate);
  if (issuer === undefined || listed === undefined || unlisted === undefined)
    throw new Error('no certificates');
  return (bytes) => {
    const crl = readCrl(bytes);
    if ('unreadable' in crl) throw new Error(crl.unreadable);
    const now = new Date(crl.thisUpdate.getTime() + 1000);
    return [listed, unlisted].map(
      (asked) =>
        judgeCrls({ certificate: asked, issuer, crls: [crl], candidates: [], now, strict: true }).status,
    );
  };
}

/** The structure and both look-ups; no signature, scope or dates. */
async function schemaLibrary(): Promise<Reader> {
  const { AsnConvert } = await import('@peculiar/asn1-schema');
  const { CertificateList } = await import('@peculiar/asn1-x509');
  const berOptions = { maxNodes: Number.POSITIVE_INFINITY, maxContentLength: Number.POSITIVE_INFINITY };
  const serials = ['listed', 'unlisted'].map((one) => certificate(one).serial);
  return (bytes) => {
    const { tbsCertList } = AsnConvert.parse(bytes, CertificateList, { berOptions });
    const revoked = tbsCertList.revokedCertificates ?? [];
    const found = new Set(revoked.map((entry) => Buffer.from(entry.userCertificate).toString('hex')));
    return serials.map((serial) => (found.has(serial) ? 'revoked' : 'good'));
  };
}

function certificate(file: string) {
  const found = parseCertificate(readFileSync(join(folder, `${file}.der`)));
  if ('unreadable' in found) throw new Error(found.unreadable);
  return found;
}
