import fc from 'fast-check';

type Edit = { readonly at: number; readonly byte: number; readonly kind: 'set' | 'cut' | 'insert' | 'drop' };

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(1 << 16),
  byte: fc.nat(255),
  kind: fc.constantFrom('set', 'set', 'set', 'cut', 'insert', 'drop'),
});

/** One of the samples with a few of its bytes changed, put in, taken out or cut off. */
export function mutationsOf(samples: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([sample, edits]) => edits.reduce(apply, Buffer.from(sample)));
}

function apply(bytes: Buffer, { at, byte, kind }: Edit): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const rest = bytes.subarray(kind === 'insert' ? place : place + 1);
  if (kind === 'cut') return bytes.subarray(0, place);
  return Buffer.concat([bytes.subarray(0, place), Buffer.from(kind === 'drop' ? [] : [byte]), rest]);
}
