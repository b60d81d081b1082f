import { describe, expect, it } from 'vitest';
import { defaultRoutes, linkTrouble, neighbourOf } from '../../../src/core/vantage/reading.ts';
import { readMachine } from '../../../src/net/machine/read-machine.ts';
import { parseRoutes4, parseRoutes6, routeTo } from '../../../src/net/machine/routes.ts';
import {
  cardWithoutSignal,
  cardWithSignal,
  defaultRoute,
  kernelTreesOf,
  loopbackFiles,
  routerAnswers,
  routerSilent,
} from '../../support/kernel-trees.ts';

const six = {
  default: `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eth0`,
  unreachable: `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} ffffffff 00000001 00000000 00200200       lo`,
  attached: `20010db8000000000000000000000000 40 ${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00000100 00000001 00000000 00000001     eth0`,
};

describe('the files of the kernel', () => {
  it('tell of a cable, its counters, routes and the router', async () => {
    await using trees = await kernelTreesOf({
      route: defaultRoute,
      ipv6Route: [six.default, six.attached, six.unreachable],
      arp: [routerAnswers],
    });
    const machine = await readMachine(trees);
    if (!machine.seen) throw new Error(machine.because);
    expect(machine.links.find(({ name }) => name === 'eth0')).toEqual({
      name: 'eth0',
      loopback: false,
      up: true,
      carrier: true,
      state: 'up',
      mtu: 1500,
      megabitsPerSecond: 1000,
      counters: { receiveErrors: 3, sendErrors: 0, receiveDropped: 12, sendDropped: 0, carrierChanges: 2 },
    });
    const [four, last] = defaultRoutes(machine);
    expect(four).toEqual({
      family: 4,
      network: '0.0.0.0/0',
      gateway: '192.0.2.1',
      device: 'eth0',
      metric: 100,
    });
    expect(last).toMatchObject({ family: 6, gateway: 'fe80::1', metric: 1024 });
    expect(four && neighbourOf(four, machine)?.hardwareAddress).toBe('02:00:00:00:00:01');
    expect(linkTrouble(machine)).toBeNull();
  });

  it('are not judged where there are none', async () => {
    const machine = await readMachine({ procNet: '/nonexistent/net', sysClassNet: '/nonexistent/class' });
    expect(machine).toMatchObject({ seen: false, because: 'there is no /nonexistent/class on this system' });
    expect(linkTrouble(machine)).toBeNull();
  });

  it('say nothing of the carrier of a card that is off, and nothing at all of what is no card', async () => {
    await using trees = await kernelTreesOf({
      interfaces: { eth1: { flags: '0x1002', operstate: 'down' }, bonding_masters: { x: '' } },
    });
    const machine = await readMachine(trees);
    expect(machine.seen && machine.links).toMatchObject([{ name: 'eth1', up: false, carrier: null }]);
  });

  it('do not fall for nonsense', () => {
    expect(parseRoutes4('Iface\nx\n\0\0\0 zz zz zz\neth0 0 0 1')).toEqual([]);
    expect(parseRoutes6('zz 40 zz\n\n1 2 3 4 5 6 7 8 9 10')).toEqual([]);
  });
});

describe('what is wrong with the link', () => {
  const read = async (files: Parameters<typeof kernelTreesOf>[0]) => {
    await using trees = await kernelTreesOf(files);
    return linkTrouble(await readMachine(trees));
  };
  const inOrder = { route: defaultRoute, arp: [routerAnswers] };

  it.each([
    ['no-carrier', { ...inOrder, interfaces: { eth0: cardWithoutSignal, lo: loopbackFiles } }],
    ['no-carrier', { ...inOrder, interfaces: { lo: loopbackFiles } }],
    ['no-route', { ...inOrder, route: defaultRoute.slice(1) }],
    ['no-route', { ...inOrder, route: [], ipv6Route: [six.unreachable] }],
    ['gateway-silent', { ...inOrder, arp: [routerSilent] }],
  ] as const)('%s', async (kind, files) => {
    expect((await read(files))?.kind).toBe(kind);
  });

  it.each([
    [
      'one cable of two is pulled',
      { ...inOrder, interfaces: { eth0: cardWithoutSignal, eth1: cardWithSignal } },
    ],
    ['there is IPv6 alone', { ...inOrder, route: [], ipv6Route: [six.default] }],
    ['the router was forgotten, which is no silence', { ...inOrder, arp: [] }],
    [
      'a tunnel has no state of its own',
      { ...inOrder, interfaces: { tun0: { flags: '0x10d1', operstate: 'unknown', carrier: '1' } } },
    ],
  ] as const)('nothing when %s', async (_when, files) => {
    expect(await read(files)).toBeNull();
  });
});

describe('the route of an address', () => {
  const routes = [...parseRoutes4(['', ...defaultRoute].join('\n')), ...parseRoutes6(six.attached)];

  it.each([
    ['192.0.2.77', null],
    ['198.51.100.1', '192.0.2.1'],
    ['2001:db8::7', null],
  ] as const)('%s goes by the longest prefix', (ip, gateway) => {
    expect(routeTo(ip, routes)?.gateway).toBe(gateway);
  });

  it('is none where no prefix fits', () => {
    expect(routeTo('2001:db9::1', routes)).toBeNull();
    expect(routeTo('nonsense', routes)).toBeNull();
  });
});
