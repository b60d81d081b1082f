/** What an attacker gains, or a client loses, where such a suite is taken. */
export type SuiteFlaw =
  /** Nothing is encrypted. */
  | 'null'
  /** Nobody proves who they are. */
  | 'anonymous'
  /** 40 or 56 bits by the export rules of the nineties (FREAK, Logjam). */
  | 'export'
  | 'rc4'
  /** Single DES, RC2, IDEA and the other ciphers that nothing current speaks. */
  | 'obsolete'
  /** A block of 64 bits: Sweet32. */
  | '3des'
  | 'md5';

export type EncryptionMode = 'aead' | 'cbc' | 'stream' | 'null';

export type CipherSuite = {
  readonly code: number;
  /** "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", as IANA registers it. */
  readonly name: string;
  /** "ECDHE-RSA-AES128-GCM-SHA256"; null where OpenSSL never had one. */
  readonly openssl: string | null;
  /** "ECDHE", "DHE", "RSA", "ECDH", "PSK", "ECDHE_PSK" ...; "any" in TLS 1.3, where the group is agreed on apart. */
  readonly keyExchange: string;
  /** "RSA", "ECDSA", "DSS", "PSK", "anon" ...; "any" in TLS 1.3. */
  readonly authentication: string;
  /** "AES_128_GCM", "3DES_EDE_CBC", "NULL". */
  readonly encryption: string;
  readonly mode: EncryptionMode;
  /** Bits of strength of the encryption: 112 for 3DES (NIST SP 800-57), 40 for export. */
  readonly bits: number;
  /** "SHA256", "MD5"; the hash of the key schedule where the encryption authenticates by itself. */
  readonly mac: string;
  readonly forwardSecrecy: boolean;
  readonly flaws: readonly SuiteFlaw[];
};

/** Reads everything else out of the registered name, which RFC 5246 §A.5 and its heirs build by one rule. */
export function cipherSuite(code: number, name: string, openssl: string | null): CipherSuite {
  const [before, after] = halves(name);
  const exchange = before.replace(/_EXPORT(1024)?$/, '').replace(/_FIPS$/, '');
  const { encryption, mac } = encryptionOf(after);
  const mode = modeOf(encryption);
  const keyExchange = keyExchangeOf(exchange);
  const authentication = authenticationOf(exchange);
  const bits = bitsOf(encryption, before);
  return {
    code,
    name,
    openssl,
    keyExchange,
    authentication,
    encryption,
    mode,
    bits,
    mac,
    forwardSecrecy: keyExchange === 'any' || /^(EC)?DHE|^CECPQ1|^ECCPWD/.test(keyExchange),
    flaws: flawsOf({ encryption, mode, mac, authentication, exported: before.includes('EXPORT') }),
  };
}

/** Around "_WITH_"; suites of TLS 1.3 name no key exchange. */
function halves(name: string): readonly [string, string] {
  const bare = name.replace(/^(TLS|SSL|SSL_CK)_/, '').replace(/_OLD$/, '');
  const at = bare.indexOf('_WITH_');
  return at === -1 ? ['', bare] : [bare.slice(0, at), bare.slice(at + '_WITH_'.length)];
}

function keyExchangeOf(exchange: string): string {
  if (exchange === '') return 'any';
  if (exchange.startsWith('GOST')) return 'GOST';
  const short = exchange.replace(/^PSK_DHE$/, 'DHE_PSK').replace(/^SRP_SHA.*/, 'SRP');
  if (short.endsWith('_anon')) return short === 'DH_anon' ? 'DHE' : 'ECDHE';
  return short.replace(/_(RSA|DSS|ECDSA)$/, '') || short;
}

function authenticationOf(exchange: string): string {
  if (exchange === '') return 'any';
  if (exchange.startsWith('GOST')) return 'GOST';
  if (exchange === 'RSA_PSK') return 'RSA';
  const last =
    exchange
      .replace(/^PSK_DHE$/, 'DHE_PSK')
      .split('_')
      .at(-1) ?? exchange;
  return last === 'SHA' ? 'SRP' : last;
}

function encryptionOf(after: string): Pick<CipherSuite, 'encryption' | 'mac'> {
  // An integrity-only suite of TLS 1.3 (RFC 9150).
  if (/^SHA\d+_SHA\d+$/.test(after)) return { encryption: 'NULL', mac: after.split('_')[0] ?? after };
  const found = /^(.+?)_(SHA\d*|MD5|SM3|IMIT|OMAC|GOST94|GOSTR3411)$/.exec(after);
  // RFC 6655 names no hash: it is SHA-256.
  return { encryption: found?.[1] ?? after, mac: found?.[2] ?? 'SHA256' };
}

function modeOf(encryption: string): EncryptionMode {
  if (encryption === 'NULL') return 'null';
  if (/GCM|CCM|POLY1305|MGM|AEGIS/.test(encryption)) return 'aead';
  return /CBC|^RC2|^IDEA|^DES/.test(encryption) ? 'cbc' : 'stream';
}

function bitsOf(encryption: string, before: string): number {
  if (encryption === 'NULL') return 0;
  if (before.includes('EXPORT')) return before.includes('1024') ? 56 : 40;
  if (encryption.startsWith('3DES') || /EDE3/.test(encryption)) return 112;
  if (/DES40|_40$/.test(encryption)) return 40;
  if (encryption.startsWith('DES')) return 56;
  if (/28147|KUZNYECHIK|MAGMA|CHACHA20/.test(encryption)) return 256;
  return Number(/_(56|64|128|192|256)/.exec(`_${encryption}`)?.[1] ?? 128);
}

type Parts = Pick<CipherSuite, 'encryption' | 'mode' | 'mac' | 'authentication'> & {
  readonly exported: boolean;
};

function flawsOf({ encryption, mode, mac, authentication, exported }: Parts): readonly SuiteFlaw[] {
  const flaws: SuiteFlaw[] = [];
  if (mode === 'null') flaws.push('null');
  if (authentication === 'anon') flaws.push('anonymous');
  if (exported || /_40$|DES40/.test(encryption)) flaws.push('export');
  if (encryption.startsWith('RC4')) flaws.push('rc4');
  if (/^(DES|RC2|IDEA)/.test(encryption) && !/EDE/.test(encryption)) flaws.push('obsolete');
  if (encryption.includes('EDE')) flaws.push('3des');
  if (mac === 'MD5') flaws.push('md5');
  return flaws;
}
