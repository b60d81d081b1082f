const version1 = 0x0000_0001;
const version2 = 0x6b33_43cf;

/** The versions that carry "h3" (RFC 9114 §3.1, RFC 9369 §4). */
export function isUsableQuic(versions: readonly number[]): boolean {
  return versions.includes(version1) || versions.includes(version2);
}

/** "1, 2, draft 29"; reserved ones (RFC 9000 §15) mean nothing and are left out. */
export function quicVersionNames(versions: readonly number[]): string {
  const names = versions
    .filter((version) => (version & 0x0f0f_0f0f) >>> 0 !== 0x0a0a_0a0a)
    .slice(0, 8)
    .map(nameOf);
  return names.length === 0 ? 'of no version that is known' : names.join(', ');
}

function nameOf(version: number): string {
  if (version === version1) return '1';
  if (version === version2) return '2';
  if (version >>> 8 === 0xff_0000) return `draft ${version & 0xff}`;
  // Google's own begin with "Q" or "T" and three digits.
  const text = Buffer.from([version >>> 24, version >>> 16, version >>> 8, version]).toString('latin1');
  return /^[QT]\d{3}$/.test(text) ? text : `0x${version.toString(16).padStart(8, '0')}`;
}
