/** A NamedGroup (RFC 8446 §4.2.7), by its number on the wire. */
export type NamedGroup = {
  readonly code: number;
  /** As IANA registers it, with the common spelling of the NIST curves: "P-256". */
  readonly name: string;
  readonly kind: 'post-quantum' | 'elliptic' | 'finite-field';
  /** Bits of strength against the best classical attack (NIST SP 800-57, RFC 7919 §A); below 112 is too weak. */
  readonly strength: number;
  /** May be offered for TLS 1.3; the curves of RFC 8422 that RFC 8446 dropped may not. */
  readonly modern: boolean;
};

type Row = readonly [number, string, NamedGroup['kind'], number, boolean];

/** In the order in which they are offered: what today's clients prefer first. */
const rows: readonly Row[] = [
  [0x11ec, 'X25519MLKEM768', 'post-quantum', 192, true],
  [0x11eb, 'SecP256r1MLKEM768', 'post-quantum', 192, true],
  [0x11ed, 'SecP384r1MLKEM1024', 'post-quantum', 256, true],
  [0x0201, 'MLKEM768', 'post-quantum', 192, true],
  [0x0202, 'MLKEM1024', 'post-quantum', 256, true],
  [0x0200, 'MLKEM512', 'post-quantum', 128, true],
  [0x6399, 'X25519Kyber768Draft00', 'post-quantum', 192, true],
  [0x001d, 'X25519', 'elliptic', 128, true],
  [0x0017, 'P-256', 'elliptic', 128, true],
  [0x0018, 'P-384', 'elliptic', 192, true],
  [0x0019, 'P-521', 'elliptic', 256, true],
  [0x001e, 'X448', 'elliptic', 224, true],
  [0x001f, 'brainpoolP256r1tls13', 'elliptic', 128, true],
  [0x0020, 'brainpoolP384r1tls13', 'elliptic', 192, true],
  [0x0021, 'brainpoolP512r1tls13', 'elliptic', 256, true],
  [0x0100, 'ffdhe2048', 'finite-field', 112, true],
  [0x0101, 'ffdhe3072', 'finite-field', 128, true],
  [0x0102, 'ffdhe4096', 'finite-field', 152, true],
  [0x0103, 'ffdhe6144', 'finite-field', 176, true],
  [0x0104, 'ffdhe8192', 'finite-field', 192, true],
  [0x0029, 'curveSM2', 'elliptic', 128, true],
  [0x0022, 'GC256A', 'elliptic', 128, true],
  [0x0023, 'GC256B', 'elliptic', 128, true],
  [0x0024, 'GC256C', 'elliptic', 128, true],
  [0x0025, 'GC256D', 'elliptic', 128, true],
  [0x0026, 'GC512A', 'elliptic', 256, true],
  [0x0027, 'GC512B', 'elliptic', 256, true],
  [0x0028, 'GC512C', 'elliptic', 256, true],
  [0x001a, 'brainpoolP256r1', 'elliptic', 128, false],
  [0x001b, 'brainpoolP384r1', 'elliptic', 192, false],
  [0x001c, 'brainpoolP512r1', 'elliptic', 256, false],
  [0x0016, 'secp256k1', 'elliptic', 128, false],
  [0x000e, 'sect571r1', 'elliptic', 256, false],
  [0x000d, 'sect571k1', 'elliptic', 256, false],
  [0x000c, 'sect409r1', 'elliptic', 192, false],
  [0x000b, 'sect409k1', 'elliptic', 192, false],
  [0x000a, 'sect283r1', 'elliptic', 128, false],
  [0x0009, 'sect283k1', 'elliptic', 128, false],
  [0x0008, 'sect239k1', 'elliptic', 112, false],
  [0x0007, 'sect233r1', 'elliptic', 112, false],
  [0x0006, 'sect233k1', 'elliptic', 112, false],
  [0x0015, 'P-224', 'elliptic', 112, false],
  [0x0014, 'secp224k1', 'elliptic', 112, false],
  [0x0013, 'P-192', 'elliptic', 96, false],
  [0x0012, 'secp192k1', 'elliptic', 96, false],
  [0x0005, 'sect193r2', 'elliptic', 96, false],
  [0x0004, 'sect193r1', 'elliptic', 96, false],
  [0x0003, 'sect163r2', 'elliptic', 80, false],
  [0x0002, 'sect163r1', 'elliptic', 80, false],
  [0x0001, 'sect163k1', 'elliptic', 80, false],
  [0x0011, 'secp160r2', 'elliptic', 80, false],
  [0x0010, 'secp160r1', 'elliptic', 80, false],
  [0x000f, 'secp160k1', 'elliptic', 80, false],
];

export const namedGroups: readonly NamedGroup[] = rows.map(([code, name, kind, strength, modern]) => ({
  code,
  name,
  kind,
  strength,
  modern,
}));

export function groupOf(code: number): NamedGroup {
  const known = namedGroups.find((group) => group.code === code);
  if (known !== undefined) return known;
  const name = `group_0x${code.toString(16).padStart(4, '0')}`;
  return { code, name, kind: 'elliptic', strength: 0, modern: false };
}

/** What may be offered in TLS 1.3, the hybrids of RFC 9794's kind among them. */
export const modernGroups: readonly number[] = namedGroups
  .filter(({ modern }) => modern)
  .map(({ code }) => code);

/** What TLS 1.2 and older can do: curves in a ServerKeyExchange (RFC 8422 §5.1.1). */
export const olderCurves: readonly number[] = namedGroups
  .filter(({ kind, name }) => kind === 'elliptic' && !name.endsWith('tls13'))
  .map(({ code }) => code);

export const finiteFieldGroups: readonly number[] = namedGroups
  .filter(({ kind }) => kind === 'finite-field')
  .map(({ code }) => code);
