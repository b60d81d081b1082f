/** The versions of SSL and TLS that were ever spoken in public, newest first. */
export const scanVersions = [
  { code: 0x0304, name: 'TLS 1.3' },
  { code: 0x0303, name: 'TLS 1.2' },
  { code: 0x0302, name: 'TLS 1.1' },
  { code: 0x0301, name: 'TLS 1.0' },
  { code: 0x0300, name: 'SSL 3.0' },
  { code: 0x0002, name: 'SSL 2.0' },
] as const;

export type VersionName = (typeof scanVersions)[number]['name'];

export const tls13 = 0x0304;
export const tls12 = 0x0303;
export const sslv3 = 0x0300;
