import { authorityTexts } from '../authority-names.ts';
import { extensionType } from '../messages.ts';
import type { Asker } from './asker.ts';
import { flightFor } from './scan-certificates.ts';
import type { VersionLook } from './scan-versions.ts';
import { sslv3, tls12, tls13 } from './versions.ts';

/** Null everywhere: it could not be told, or there is no version in which it could be. */
export type ScannedFeatures = {
  /** renegotiation_info (RFC 5746). */
  readonly secureRenegotiation: boolean | null;
  readonly extendedMasterSecret: boolean | null;
  /** RFC 7366, with a CBC suite. */
  readonly encryptThenMac: boolean | null;
  /** An OCSP response came with the certificate. */
  readonly stapling: boolean | null;
  /** TLS compression: CRIME. */
  readonly compression: boolean | null;
  /** A fallback that says so is refused (RFC 7507). */
  readonly fallbackScsv: boolean | null;
  /** The random of older versions says that a newer one is spoken (RFC 8446 §4.1.3). */
  readonly downgradeSentinel: boolean | null;
  /** Whether the extension is answered; nothing is sent over it. */
  readonly heartbeat: boolean | null;
  readonly clientCertificate: ScannedClientCertificate | null;
};

export type ScannedClientCertificate = {
  readonly requested: boolean;
  readonly authorities: readonly string[];
};

export async function scanFeatures(
  looks: readonly VersionLook[],
  asker: Asker,
  serverName: string | null,
): Promise<ScannedFeatures> {
  const spoken = looks.filter(({ seen }) => seen.outcome === 'spoken');
  const older = spoken.filter(({ seen }) => seen.code <= tls12);
  const modern = spoken.some(({ seen }) => seen.code === tls13);
  const [flight, encryptThenMac, compression, fallbackScsv] = await Promise.all([
    modern ? flightFor({ serverName, alpn: [], versions: [tls13] }, asker) : null,
    scanEncryptThenMac(older, asker),
    scanCompression(older, asker),
    scanFallback(spoken, asker),
  ]);
  const answers = older[0]?.answers ?? [];
  const extended = older.filter(({ seen }) => seen.code > sslv3).flatMap((look) => look.answers);
  const answered = (type: number) =>
    extended.length === 0 ? null : extended.some(({ extensions }) => extensions.has(type));
  return {
    secureRenegotiation: answered(extensionType.renegotiationInfo),
    extendedMasterSecret: answered(extensionType.extendedMasterSecret),
    encryptThenMac,
    stapling:
      flight === null
        ? answers.length === 0
          ? null
          : answers.some(({ stapled }) => stapled)
        : flight.stapled !== null,
    compression,
    fallbackScsv,
    downgradeSentinel:
      modern && answers.length > 0 ? answers.some(({ sentinel }) => sentinel !== null) : null,
    heartbeat: answered(extensionType.heartbeat),
    clientCertificate: clientCertificateOf(
      flight?.acceptableAuthorities ??
        answers.find(({ authorities }) => authorities !== null)?.authorities ??
        null,
      flight !== null || answers.length > 0,
    ),
  };
}

function clientCertificateOf(
  authorities: readonly Uint8Array[] | null,
  looked: boolean,
): ScannedClientCertificate | null {
  if (!looked) return null;
  return { requested: authorities !== null, authorities: authorityTexts(authorities ?? []) };
}

/** It has a meaning with CBC only (RFC 7366 §3). */
async function scanEncryptThenMac(older: readonly VersionLook[], asker: Asker): Promise<boolean | null> {
  for (const { seen } of older) {
    const suites = seen.suites.filter(({ mode }) => mode === 'cbc').map(({ code }) => code);
    if (seen.code <= sslv3 || suites.length === 0) continue;
    const answer = await asker.ask({ version: seen.code, suites });
    return answer.kind === 'taken' ? answer.extensions.has(extensionType.encryptThenMac) : null;
  }
  return null;
}

async function scanCompression(older: readonly VersionLook[], asker: Asker): Promise<boolean | null> {
  const best = older[0]?.seen;
  if (best === undefined) return null;
  const answer = await asker.ask({
    version: best.code,
    suites: best.suites.map(({ code }) => code),
    compression: true,
  });
  return answer.kind === 'taken' ? answer.compressed : null;
}

/** With one version there is nothing to fall back from. */
async function scanFallback(spoken: readonly VersionLook[], asker: Asker): Promise<boolean | null> {
  const tls = spoken.filter(({ seen }) => seen.suites.length > 0 && seen.code >= sslv3);
  const lower = tls[1]?.seen;
  if (lower === undefined) return null;
  const answer = await asker.ask({
    version: lower.code,
    suites: lower.suites.map(({ code }) => code),
    fallback: true,
  });
  if (answer.kind === 'taken') return false;
  return answer.kind === 'refused' && answer.alert?.number === 86 ? true : null;
}
