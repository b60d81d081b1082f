import { isIPv6 } from 'node:net';

const keys = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint'];

export type Parameters = {
  readonly mandatory?: readonly string[];
  readonly alpn?: readonly string[];
  readonly 'no-default-alpn'?: true;
  readonly port?: number;
  readonly ipv4hint?: readonly string[];
  readonly ech?: Buffer;
  readonly ipv6hint?: readonly string[];
};

/** The data of an HTTPS record (RFC 9460 §2.2), its keys in the order they are written: sound ones ascend. */
export function httpsRecord(priority: number, target: string, parameters: Parameters = {}): Buffer {
  const written = Object.entries(parameters).map(([key, value]) => {
    const bytes = valueBytes(key, value);
    return Buffer.concat([word(keys.indexOf(key)), word(bytes.length), bytes]);
  });
  return Buffer.concat([word(priority), nameBytes(target), ...written]);
}

function valueBytes(key: string, value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value === true) return Buffer.alloc(0);
  if (typeof value === 'number') return word(value);
  const items = value as readonly string[];
  switch (key) {
    case 'mandatory':
      return Buffer.concat(items.map((item) => word(keys.indexOf(item))));
    case 'alpn':
      return Buffer.concat(
        items.map((item) => Buffer.concat([Buffer.from([item.length]), Buffer.from(item)])),
      );
    default:
      return Buffer.concat(items.map(addressBytes));
  }
}

function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const words = (text: string) =>
    (text === '' ? [] : text.split(':')).map((part) => Number.parseInt(part, 16));
  const [before, after] = [words(head), words(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.concat([...before, ...zeros, ...after].map(word));
}

function nameBytes(name: string): Buffer {
  const labels = name === '.' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

function word(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}

/** An ECHConfigList with one configuration of the version that clients know. */
export function echConfigList(publicName: string, version = 0xfe0d): Buffer {
  const suites = Buffer.from([0, 1, 0, 1]);
  const contents = Buffer.concat([
    Buffer.from([7]),
    word(0x0020),
    vector(Buffer.alloc(32, 1)),
    vector(suites),
    Buffer.from([64, publicName.length]),
    Buffer.from(publicName),
    word(0),
  ]);
  return vector(Buffer.concat([word(version), vector(contents)]));
}

function vector(bytes: Buffer): Buffer {
  return Buffer.concat([word(bytes.length), bytes]);
}
