import { explicit, integer, oid, sequence, setOf } from './der-writer.ts';

/** A certs-only SignedData (RFC 5652 §5.1): what an authority serves as ".p7c". Order is kept. */
export function certsOnly(...certificates: readonly Uint8Array[]): Buffer {
  return sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(
      0,
      sequence(
        integer(1),
        setOf(),
        sequence(oid('1.2.840.113549.1.7.1')),
        explicit(0, ...certificates),
        setOf(),
      ),
    ),
  );
}
