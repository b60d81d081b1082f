const shownTypes: Readonly<Record<string, string>> = { ed25519: 'Ed25519', ed448: 'Ed448' };

/** How people write a type of key: "RSA", "EC", "Ed25519", "ML-DSA-65", "SLH-DSA-SHA2-128s". */
export function keyTypeText(type: string): string {
  // The parameter sets of FIPS 205 are written with a small s or f at the end.
  return (
    shownTypes[type] ?? type.toUpperCase().replace(/(?<=^SLH-.*\d)[SF]$/, (letter) => letter.toLowerCase())
  );
}
