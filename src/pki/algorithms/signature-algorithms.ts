export type SignatureAlgorithm = {
  readonly name: string;
  /** Null: the algorithm hashes by itself. */
  readonly hash: string | null;
  /** What must stand in the place of the parameters, and who says so. */
  readonly parameters: 'null' | 'absent' | 'pss' | 'any';
  readonly citation: string;
};

type Row = readonly [oid: string, name: string, hash: string | null];

/** RFC 8017 appendix A.2.4 and RFC 8702; RFC 4055 §5: the parameters are NULL. */
const rsa: readonly Row[] = [
  ['1.2.840.113549.1.1.2', 'md2WithRSAEncryption', 'md2'],
  ['1.2.840.113549.1.1.3', 'md4WithRSAEncryption', 'md4'],
  ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption', 'md5'],
  ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption', 'sha1'],
  ['1.3.14.3.2.3', 'md5WithRSA', 'md5'],
  ['1.3.14.3.2.29', 'sha1WithRSA', 'sha1'],
  ['1.3.36.3.3.1.2', 'ripemd160WithRSA', 'ripemd160'],
  ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption', 'sha512'],
  ['1.2.840.113549.1.1.14', 'sha224WithRSAEncryption', 'sha224'],
  ['1.2.840.113549.1.1.15', 'sha512-224WithRSAEncryption', 'sha512-224'],
  ['1.2.840.113549.1.1.16', 'sha512-256WithRSAEncryption', 'sha512-256'],
  ['2.16.840.1.101.3.4.3.13', 'sha3-224WithRSAEncryption', 'sha3-224'],
  ['2.16.840.1.101.3.4.3.14', 'sha3-256WithRSAEncryption', 'sha3-256'],
  ['2.16.840.1.101.3.4.3.15', 'sha3-384WithRSAEncryption', 'sha3-384'],
  ['2.16.840.1.101.3.4.3.16', 'sha3-512WithRSAEncryption', 'sha3-512'],
  ['1.2.156.10197.1.504', 'SM3WithRSAEncryption', 'sm3'],
];

/** RFC 5758 §3 and NIST's list of algorithm identifiers: the parameters are absent. */
const dsaAndEcdsa: readonly Row[] = [
  ['1.2.840.10045.4.1', 'ecdsa-with-SHA1', 'sha1'],
  ['1.2.840.10045.4.3.1', 'ecdsa-with-SHA224', 'sha224'],
  ['1.2.840.10045.4.3.2', 'ecdsa-with-SHA256', 'sha256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384', 'sha384'],
  ['1.2.840.10045.4.3.4', 'ecdsa-with-SHA512', 'sha512'],
  ['2.16.840.1.101.3.4.3.9', 'ecdsa-with-SHA3-224', 'sha3-224'],
  ['2.16.840.1.101.3.4.3.10', 'ecdsa-with-SHA3-256', 'sha3-256'],
  ['2.16.840.1.101.3.4.3.11', 'ecdsa-with-SHA3-384', 'sha3-384'],
  ['2.16.840.1.101.3.4.3.12', 'ecdsa-with-SHA3-512', 'sha3-512'],
  ['1.3.6.1.5.5.7.6.32', 'ecdsa-with-SHAKE128', 'shake128'],
  ['1.3.6.1.5.5.7.6.33', 'ecdsa-with-SHAKE256', 'shake256'],
  ['1.2.840.10040.4.3', 'dsa-with-sha1', 'sha1'],
  ['1.3.14.3.2.13', 'dsa-with-sha', 'sha0'],
  ['1.3.14.3.2.27', 'dsa-with-sha1', 'sha1'],
  ['2.16.840.1.101.3.4.3.1', 'dsa-with-sha224', 'sha224'],
  ['2.16.840.1.101.3.4.3.2', 'dsa-with-sha256', 'sha256'],
  ['2.16.840.1.101.3.4.3.3', 'dsa-with-sha384', 'sha384'],
  ['2.16.840.1.101.3.4.3.4', 'dsa-with-sha512', 'sha512'],
  ['2.16.840.1.101.3.4.3.5', 'dsa-with-SHA3-224', 'sha3-224'],
  ['2.16.840.1.101.3.4.3.6', 'dsa-with-SHA3-256', 'sha3-256'],
  ['2.16.840.1.101.3.4.3.7', 'dsa-with-SHA3-384', 'sha3-384'],
  ['2.16.840.1.101.3.4.3.8', 'dsa-with-SHA3-512', 'sha3-512'],
];

const edwards: readonly Row[] = [
  ['1.3.101.112', 'Ed25519', null],
  ['1.3.101.113', 'Ed448', null],
];

const moduleLattice: readonly Row[] = [
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44', null],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65', null],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87', null],
];

/** In the order of their object identifiers, from 2.16.840.1.101.3.4.3.20 on. */
export const slhDsaSets = ['SHA2', 'SHAKE'].flatMap((family) =>
  ['128s', '128f', '192s', '192f', '256s', '256f'].map((size) => `SLH-DSA-${family}-${size}`),
);

const hashBased = slhDsaSets.map((name, index): Row => [`2.16.840.1.101.3.4.3.${20 + index}`, name, null]);

const pss: readonly Row[] = [['1.2.840.113549.1.1.10', 'RSASSA-PSS', null]];

const shakePss: readonly Row[] = [
  ['1.3.6.1.5.5.7.6.30', 'RSASSA-PSS-SHAKE128', 'shake128'],
  ['1.3.6.1.5.5.7.6.31', 'RSASSA-PSS-SHAKE256', 'shake256'],
];

const sm2: readonly Row[] = [['1.2.156.10197.1.501', 'SM2-with-SM3', 'sm3']];

const families: readonly (readonly [readonly Row[], SignatureAlgorithm['parameters'], string])[] = [
  [rsa, 'null', 'RFC 4055 §5'],
  [dsaAndEcdsa, 'absent', 'RFC 5758 §3'],
  [edwards, 'absent', 'RFC 8410 §3'],
  [moduleLattice, 'absent', 'RFC 9881 §2'],
  [hashBased, 'absent', 'RFC 9909 §3'],
  [pss, 'pss', 'RFC 4055 §3.1'],
  [shakePss, 'absent', 'RFC 8692 §3'],
  [sm2, 'any', 'RFC 8998 §3.2.1'],
];

export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map(
  families.flatMap(([rows, parameters, citation]) =>
    rows.map(([oid, name, hash]) => [oid, { name, hash, parameters, citation }] as const),
  ),
);
