import { byteReader } from './byte-reader.ts';

/** One ECHConfig: the key a client encrypts its ClientHello to, and the name it shows instead. */
export type EchConfig = {
  /** 0xfe0d is the one that clients know. */
  readonly version: number;
  /** Null for a version that is not known. */
  readonly publicName: string | null;
};

export const knownEchVersion = 0xfe0d;

/** The content of the `ech` parameter of an HTTPS record; null when it is malformed. */
export function readEchConfigList(bytes: Uint8Array): readonly EchConfig[] | null {
  const outer = byteReader(bytes);
  const list = byteReader(outer.vector(2));
  if (!outer.intact() || outer.left() > 0) return null;
  const configs: EchConfig[] = [];
  while (list.left() > 0) {
    const version = list.number(2);
    const contents = list.vector(2);
    if (!list.intact()) return null;
    const publicName = version === knownEchVersion ? publicNameIn(contents) : null;
    if (version === knownEchVersion && publicName === null) return null;
    configs.push({ version, publicName });
  }
  return configs.length === 0 ? null : configs;
}

/** config_id, kem_id, public_key, cipher_suites, maximum_name_length, public_name, extensions. */
function publicNameIn(contents: Uint8Array): string | null {
  const reader = byteReader(contents);
  reader.number(1);
  reader.number(2);
  const publicKey = reader.vector(2);
  const suites = reader.vector(2);
  reader.number(1);
  const name = reader.vector(1);
  reader.vector(2);
  const sound = publicKey.length > 0 && suites.length >= 4 && suites.length % 4 === 0 && name.length > 0;
  if (!reader.intact() || reader.left() > 0 || !sound) return null;
  return String.fromCharCode(...name).replace(/[^\x21-\x7e]/g, '?');
}
