import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KernelTrees } from '../../src/net/machine/kernel-file.ts';

export type InterfaceFiles = Readonly<Record<string, string>>;

export type KernelFiles = {
  /** By name; what a file holds by its path below /sys/class/net/NAME. */
  readonly interfaces?: Readonly<Record<string, InterfaceFiles>>;
  /** Lines of /proc/net/route below its heading. */
  readonly route?: readonly string[];
  readonly ipv6Route?: readonly string[];
  /** Lines of /proc/net/arp below its heading. */
  readonly arp?: readonly string[];
};

/** An Ethernet card with a cable in it, as the kernel writes of it. */
export const cardWithSignal: InterfaceFiles = {
  flags: '0x1003',
  carrier: '1',
  operstate: 'up',
  mtu: '1500',
  speed: '1000',
  carrier_changes: '2',
  'statistics/rx_errors': '3',
  'statistics/tx_errors': '0',
  'statistics/rx_dropped': '12',
  'statistics/tx_dropped': '0',
};

export const cardWithoutSignal: InterfaceFiles = {
  ...cardWithSignal,
  carrier: '0',
  operstate: 'down',
  speed: '-1',
};

export const loopbackFiles: InterfaceFiles = {
  flags: '0x9',
  carrier: '1',
  operstate: 'unknown',
  mtu: '65536',
  'statistics/rx_errors': '0',
  'statistics/tx_errors': '0',
};

/** 0.0.0.0/0 via 192.0.2.1, and the attached 192.0.2.0/24; addresses are in the byte order of little machines. */
export const defaultRoute = [
  'eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0',
  'eth0\t000200C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0',
];

export const routerAnswers = '192.0.2.1        0x1         0x2         02:00:00:00:00:01     *        eth0';
export const routerSilent = '192.0.2.1        0x1         0x0         00:00:00:00:00:00     *        eth0';

/** Files of a kernel that the test makes up. */
export async function kernelTreesOf(files: KernelFiles): Promise<KernelTrees & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-kernel-'));
  const trees: KernelTrees = { procNet: join(folder, 'proc'), sysClassNet: join(folder, 'sys') };
  const {
    interfaces = { eth0: cardWithSignal, lo: loopbackFiles },
    route = [],
    ipv6Route = [],
    arp = [],
  } = files;
  const texts: Record<string, string> = {
    [join(trees.procNet, 'route')]: lines('Iface\tDestination\tGateway \tFlags', ...route),
    [join(trees.procNet, 'ipv6_route')]: lines(...ipv6Route),
    [join(trees.procNet, 'arp')]: lines('IP address       HW type     Flags', ...arp),
  };
  for (const [name, card] of Object.entries(interfaces)) {
    for (const [file, text] of Object.entries(card)) texts[join(trees.sysClassNet, name, file)] = `${text}\n`;
  }
  await mkdir(trees.sysClassNet, { recursive: true });
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  }
  return { ...trees, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
