import { describe, expect, it } from 'vitest';
import { readKernelView } from '../../../src/net/path/kernel-view.ts';
import { readMtr } from '../../../src/net/path/read-mtr.ts';
import { readTracepath } from '../../../src/net/path/read-tracepath.ts';
import { readTraceroute } from '../../../src/net/path/read-traceroute.ts';

const lines = (...printed: readonly string[]) => `${printed.join('\n')}\n`;
const hubs = (...rows: readonly unknown[]) => JSON.stringify({ report: { mtr: {}, hubs: rows } });

describe('what mtr prints', () => {
  it('is read up to the last hop that answered', () => {
    const printed = hubs(
      { count: 1, host: '10.91.1.2', Avg: 0.3 },
      { count: '2', host: '???', Avg: 0 },
      { count: 3, host: '10.91.2.2', Avg: 12.5 },
      { count: 4, host: '???', Avg: 0 },
    );
    expect(readMtr(printed, '10.91.3.2')).toEqual({
      hops: [
        { distance: 1, address: '10.91.1.2', elapsedMs: 0.3, refusal: null },
        { distance: 2, address: null, elapsedMs: null, refusal: null },
        { distance: 3, address: '10.91.2.2', elapsedMs: 12.5, refusal: null },
      ],
      reached: false,
      pathMtu: null,
    });
    expect(readMtr(hubs({ count: 1, host: '::1', Avg: 1 }), '::1')?.reached).toBe(true);
  });

  it.each(['', '{', 'null', '[]', '{"report":{"hubs":"x"}}', 'mtr-packet: Failure to open IPv4 sockets'])(
    'is nothing when it is %j',
    (printed) => expect(readMtr(printed, '10.91.3.2')).toBeNull(),
  );

  it('may hold anything in a row without harm', () => {
    const printed = hubs(
      null,
      7,
      {},
      { count: -1, host: '10.0.0.1' },
      { count: 1, host: '$(reboot)', Avg: 'x' },
    );
    expect(readMtr(printed, '10.91.3.2')).toMatchObject({ hops: [], reached: false });
  });
});

describe('what tracepath prints', () => {
  it('is read with the packet size', () => {
    const printed = lines(
      ' 1?: [LOCALHOST]                      pmtu 1500',
      ' 1:  10.91.1.2                                             0.046ms ',
      ' 1:  10.91.1.2                                             0.010ms ',
      ' 2:  10.91.2.2                                             0.016ms asymm  3 ',
      ' 2:  10.91.2.2                                             0.020ms pmtu 1400',
      ' 3:  10.91.3.2                                             0.117ms reached',
      '     Resume: pmtu 1400 hops 3 back 3 ',
    );
    const read = readTracepath(printed);
    expect(read).toMatchObject({ reached: true, pathMtu: 1400 });
    expect(read?.hops.map(({ address }) => address)).toEqual(['10.91.1.2', '10.91.2.2', '10.91.3.2']);
  });

  it('is read when it was cut off, with what a router said', () => {
    const printed = lines(
      ' 1:  2001:db8::1                                           3.5ms ',
      ' 2:  no reply',
      ' 3:  2001:db8::9                                         3056.2ms !A',
      ' 4:  no re',
    );
    expect(readTracepath(printed)?.hops).toEqual([
      { distance: 1, address: '2001:db8::1', elapsedMs: 3.5, refusal: null },
      { distance: 2, address: null, elapsedMs: null, refusal: null },
      { distance: 3, address: '2001:db8::9', elapsedMs: 3056.2, refusal: 'administratively prohibited' },
    ]);
    expect(readTracepath('tracepath: socket: Operation not permitted')).toBeNull();
  });
});

describe('what traceroute prints', () => {
  it('is read up to the last hop that answered', () => {
    const printed = lines(
      'traceroute to 10.91.3.2 (10.91.3.2), 30 hops max, 60 byte packets',
      ' 1  10.91.1.2  0.035 ms',
      ' 2  *',
      ' 3  10.91.2.2  0.015 ms !X',
      ' 4  *',
    );
    expect(readTraceroute(printed, '10.91.3.2')?.hops).toEqual([
      { distance: 1, address: '10.91.1.2', elapsedMs: 0.035, refusal: null },
      { distance: 2, address: null, elapsedMs: null, refusal: null },
      { distance: 3, address: '10.91.2.2', elapsedMs: 0.015, refusal: 'administratively prohibited' },
    ]);
    expect(readTraceroute('traceroute: bad option', '10.91.3.2')).toBeNull();
  });
});

describe('what ss prints', () => {
  it('tells what the segments did', () => {
    const printed =
      'ESTAB 0 1568 10.91.1.1:57318 10.91.3.2:443 bbr rto:1600 mss:1448 pmtu:1500 bytes_retrans:5912 unacked:2 retrans:1/5 lost:1 sacked:1 rcv_ooopack:3 snd_wnd:65536';
    expect(readKernelView(printed)).toEqual({
      unacked: 2,
      resent: 5,
      sacked: 1,
      outOfOrder: 3,
      segmentBytes: 1448,
      pathMtu: 1500,
    });
  });

  it('is nothing without an open connection', () => {
    for (const printed of ['', 'LAST-ACK 0 1 10.0.0.1:1 10.0.0.2:443', 'Error: an inet prefix is expected'])
      expect(readKernelView(printed)).toBeNull();
  });
});
