import { openChannel } from '../../src/net/channel.ts';
import { type AskerSettings, createAsker } from '../../src/net/tls/scan/asker.ts';
import { type ScanOptions, scanTls, type TlsScan } from '../../src/net/tls/scan/scan.ts';
import { allowedAddress, loopbackNetwork, noSignal } from './loopback.ts';

type Place = { readonly address: string; readonly port: number };

/** An asker before a server of a test, as the probe makes one. */
export function askerAt(server: Place, changes: Partial<AskerSettings> = {}) {
  const { signal = noSignal() } = changes;
  const network = loopbackNetwork();
  const address = allowedAddress(server);
  return createAsker({
    open: (timeoutMs) =>
      openChannel(address, network, { scheme: 'tls', host: 'site.test', signal, timeoutMs }),
    serverName: 'site.test',
    signal,
    timeLeft: () => 30_000,
    atOnce: 8,
    most: 600,
    ...changes,
  });
}

export function scanAt(
  server: Place,
  { extent = 'everything', signal = noSignal() }: Partial<ScanOptions> = {},
): Promise<TlsScan> {
  return scanTls(askerAt(server, { signal }), { serverName: 'site.test', signal, extent });
}

/** OpenSSL's names of the suites of one version, in the order of the scan. */
export function suitesOf(scan: TlsScan, name: string): readonly (string | null)[] {
  return scan.versions.find((version) => version.name === name)?.suites.map(({ openssl }) => openssl) ?? [];
}

export function spokenVersions({ versions }: TlsScan): readonly string[] {
  return versions.filter(({ outcome }) => outcome === 'spoken').map(({ name }) => name);
}
