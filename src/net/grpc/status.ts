/** By number: grpc/grpc doc/statuscodes.md. */
export const grpcStatuses = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;
export type GrpcStatusName = (typeof grpcStatuses)[number];

/** A code outside the list counts as UNKNOWN, as the specification wants. */
export function grpcStatusName(code: number): GrpcStatusName {
  return grpcStatuses[code] ?? 'UNKNOWN';
}

/** grpc-message is percent-encoded UTF-8; what is not properly so stays as it is (PROTOCOL-HTTP2.md). */
export function grpcMessage(encoded: string): string {
  const octets = Buffer.from(
    encoded
      .slice(0, 4096)
      .replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  return octets.toString('utf8').slice(0, 1024);
}
