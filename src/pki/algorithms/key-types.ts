import { slhDsaSets } from './signature-algorithms.ts';

export type KeyType = {
  /** As `KeyObject.asymmetricKeyType` names it. */
  readonly type: string;
  readonly bits: number | null;
  /** Bytes of the key; null where it has a structure of its own. */
  readonly length: number | null;
  /** What the key may be used for (`keyUsage`), and who says so. */
  readonly uses: 'any' | 'sign' | 'agree' | 'sign-or-agree' | 'encapsulate';
  readonly citation: string;
};

type Row = readonly [oid: string, type: string, bits: number | null, length: number | null];

const rsa: readonly Row[] = [['1.2.840.113549.1.1.1', 'rsa', null, null]];
const rsaPss: readonly Row[] = [['1.2.840.113549.1.1.10', 'rsa-pss', null, null]];
const ec: readonly Row[] = [['1.2.840.10045.2.1', 'ec', null, null]];
const ecDh: readonly Row[] = [['1.3.132.1.12', 'ec', null, null]];
const dsa: readonly Row[] = [['1.2.840.10040.4.1', 'dsa', null, null]];
const dh: readonly Row[] = [
  ['1.2.840.10046.2.1', 'dh', null, null],
  ['1.2.840.113549.1.3.1', 'dh', null, null],
];
const edwards: readonly Row[] = [
  ['1.3.101.112', 'ed25519', 256, 32],
  ['1.3.101.113', 'ed448', 456, 57],
];
const montgomery: readonly Row[] = [
  ['1.3.101.110', 'x25519', 256, 32],
  ['1.3.101.111', 'x448', 448, 56],
];
const mlDsa: readonly Row[] = [
  ['2.16.840.1.101.3.4.3.17', 'ml-dsa-44', null, 1312],
  ['2.16.840.1.101.3.4.3.18', 'ml-dsa-65', null, 1952],
  ['2.16.840.1.101.3.4.3.19', 'ml-dsa-87', null, 2592],
];
const mlKem: readonly Row[] = [
  ['2.16.840.1.101.3.4.4.1', 'ml-kem-512', null, 800],
  ['2.16.840.1.101.3.4.4.2', 'ml-kem-768', null, 1184],
  ['2.16.840.1.101.3.4.4.3', 'ml-kem-1024', null, 1568],
];
/** FIPS 205 table 2: a public key is two values of the size that stands in the name. */
const slhDsa = slhDsaSets.map(
  (name, index): Row => [
    `2.16.840.1.101.3.4.3.${20 + index}`,
    name.toLowerCase(),
    null,
    Number(/\d{3}/.exec(name)?.[0]) / 4,
  ],
);

const families: readonly (readonly [readonly Row[], KeyType['uses'], string])[] = [
  [rsa, 'any', 'RFC 3279 §2.3.1'],
  [rsaPss, 'sign', 'RFC 4055 §1.2'],
  [ec, 'sign-or-agree', 'RFC 5480 §3'],
  [ecDh, 'agree', 'RFC 5480 §3'],
  [dsa, 'sign', 'RFC 3279 §2.3.2'],
  [dh, 'agree', 'RFC 3279 §2.3.3'],
  [edwards, 'sign', 'RFC 8410 §5'],
  [montgomery, 'agree', 'RFC 8410 §5'],
  [mlDsa, 'sign', 'RFC 9881 §5'],
  [mlKem, 'encapsulate', 'RFC 9935 §5'],
  [slhDsa, 'sign', 'RFC 9909 §6'],
];

export const keyTypes: ReadonlyMap<string, KeyType> = new Map(
  families.flatMap(([rows, uses, citation]) =>
    rows.map(([oid, type, bits, length]) => [oid, { type, bits, length, uses, citation }] as const),
  ),
);

const byName: ReadonlyMap<string, KeyType> = new Map(
  [...keyTypes.values()].toReversed().map((one) => [one.type, one] as const),
);

export function keyTypeNamed(type: string): KeyType | null {
  return byName.get(type) ?? null;
}
