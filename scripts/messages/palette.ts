import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A PNG of eight bits for each colour made one of 256 colours at most: a fourth of the size, and nobody sees it. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, channels, rows } = decoded(png);
  const colours = new Map<number, number>();
  for (let at = 0; at < rows.length; at += channels) {
    const colour = colourAt(rows, at);
    colours.set(colour, (colours.get(colour) ?? 0) + 1);
  }
  const { palette, indexOf } = paletteOf(colours);
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      lines[y * (width + 1) + 1 + x] = indexOf(colourAt(rows, (y * width + x) * channels));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const entries = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', head),
    chunk('PLTE', entries),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The commonest 256, and of every other colour the nearest of them. */
function paletteOf(colours: ReadonlyMap<number, number>) {
  const palette = [...colours]
    .toSorted(([one, many], [other, more]) => more - many || one - other)
    .slice(0, 256)
    .map(([colour]) => colour);
  const positions = new Map(palette.map((colour, at) => [colour, at]));
  const indexOf = (colour: number): number => {
    const known = positions.get(colour) ?? nearest(palette, colour);
    positions.set(colour, known);
    return known;
  };
  return { palette, indexOf };
}

function nearest(palette: readonly number[], colour: number): number {
  const far = palette.map((one) =>
    [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((colour >> shift) & 255)) ** 2, 0),
  );
  return far.indexOf(Math.min(...far));
}

function colourAt(rows: Uint8Array, at: number): number {
  return ((rows[at] ?? 0) << 16) | ((rows[at + 1] ?? 0) << 8) | (rows[at + 2] ?? 0);
}

/** As Chromium writes them: eight bits, RGB or RGBA, not interlaced (W3C PNG §7, §9). */
function decoded(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0];
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('not a PNG of Chromium');
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    width,
    height,
    channels,
    rows: unfiltered(inflateSync(Buffer.concat(data)), width * channels, channels),
  };
}

function unfiltered(raw: Uint8Array, stride: number, channels: number): Uint8Array {
  const rows = new Uint8Array((raw.length / (stride + 1)) * stride);
  for (let y = 0; y * stride < rows.length; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (rows[at - channels] ?? 0);
      const up = y === 0 ? 0 : (rows[at - stride] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (rows[at - stride - channels] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      rows[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
