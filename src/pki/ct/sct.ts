import { byteReader } from '../../net/tls/byte-reader.ts';

/** One SignedCertificateTimestamp of version 1 (RFC 6962 §3.2), read and not yet verified. */
export type Sct = {
  /** SHA-256 of the log's public key, base64, as log lists write it. */
  readonly logId: string;
  readonly timestamp: Date;
  readonly extensions: Uint8Array;
  /** Numbers of TLS 1.2 (RFC 5246 §7.4.1.4.1): SHA-256 is 4, RSA 1, ECDSA 3. */
  readonly hash: number;
  readonly algorithm: number;
  readonly signature: Uint8Array;
};

export type SctList = {
  readonly scts: readonly Sct[];
  /** What is malformed, one sentence each; what stands beside it was still read. */
  readonly problems: readonly string[];
};

/** More than anybody sends, and each costs a signature check. */
const mostScts = 32;
/** The last moment a Date can hold; RFC 6962 has 64 bits of milliseconds. */
const latestMs = 8.64e15;

/** SignedCertificateTimestampList (RFC 6962 §3.3), as the TLS extension carries it. Never throws. */
export function readSctList(bytes: Uint8Array): SctList {
  const outer = byteReader(bytes);
  const list = outer.vector(2);
  if (!outer.intact()) return nothing('the list of SCTs is cut off');
  if (outer.left() > 0) return nothing(`${outer.left()} bytes too many after the list of SCTs`);
  if (list.length === 0) return nothing('the list of SCTs is empty');
  const scts: Sct[] = [];
  const problems: string[] = [];
  const reader = byteReader(list);
  for (let position = 1; reader.left() > 0; position += 1) {
    if (position > mostScts) return { scts, problems: [...problems, `over ${mostScts} SCTs`] };
    const serialized = reader.vector(2);
    const read = reader.intact() ? readSct(serialized) : 'is cut off';
    if (typeof read === 'string') problems.push(`SCT ${position} ${read}`);
    else scts.push(read);
  }
  return { scts, problems };
}

function nothing(problem: string): SctList {
  return { scts: [], problems: [problem] };
}

/** The SCT, or what is wrong with it. */
function readSct(bytes: Uint8Array): Sct | string {
  const reader = byteReader(bytes);
  const version = reader.number(1);
  if (bytes.length > 0 && version !== 0) return `has version ${version + 1}, which RFC 6962 does not know`;
  const logId = Buffer.from(reader.bytes(32)).toString('base64');
  const milliseconds = reader.number(4) * 2 ** 32 + reader.number(4);
  const extensions = reader.vector(2);
  const hash = reader.number(1);
  const algorithm = reader.number(1);
  const signature = reader.vector(2);
  if (!reader.intact()) return 'is cut off';
  if (reader.left() > 0) return `has ${reader.left()} bytes too many`;
  if (milliseconds > latestMs) return 'has a time that no calendar reaches';
  return { logId, timestamp: new Date(milliseconds), extensions, hash, algorithm, signature };
}

/** Number of the leaf_index extension of a static log (C2SP static-ct-api, "SCT Extension"). */
const leafIndexType = 0;

/** Whether the SCT says where in the log it stands, as those of static logs must. */
export function hasLeafIndex({ extensions }: Sct): boolean {
  const reader = byteReader(extensions);
  while (reader.left() > 0) {
    const type = reader.number(1);
    const data = reader.vector(2);
    if (!reader.intact()) return false;
    if (type === leafIndexType) return data.length === 5;
  }
  return false;
}
