/** Hand-made TLS 1.2 messages (RFC 5246 §7.4), for what no library would send. */
export type Flight = {
  /** Of the ServerHello; 0x0301 is TLS 1.0. Default 0x0303. */
  readonly version?: number;
  /** Default 0xc02b, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256. */
  readonly cipherSuite?: number;
  /** Compression method of the ServerHello; 1 is DEFLATE. */
  readonly compression?: number;
  /** False leaves out every extension, renegotiation_info too. */
  readonly extensions?: boolean;
  /** DER, in the order sent; no key is needed. */
  readonly certificates?: readonly Uint8Array[];
  /** DER OCSPResponse for a CertificateStatus message. */
  readonly staple?: Uint8Array;
  /** Body of a ServerKeyExchange. */
  readonly serverKeyExchange?: Uint8Array;
  /** DER names of a CertificateRequest; [] asks without naming anyone. */
  readonly acceptableAuthorities?: readonly Uint8Array[];
  /** Whether a ServerHelloDone ends the flight. */
  readonly done?: boolean;
};

const handshakeType = {
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateStatus: 22,
} as const;

/** The whole flight as records of at most 16 KiB, several messages to a record where they fit. */
export function flightBytes(flight: Flight): Buffer {
  const messages = [serverHello(flight)];
  if (flight.certificates !== undefined) {
    const list = Buffer.concat(flight.certificates.map((der) => vector(3, der)));
    messages.push(message(handshakeType.certificate, vector(3, list)));
  }
  if (flight.staple !== undefined) {
    const status = Buffer.concat([Buffer.from([1]), vector(3, flight.staple)]);
    messages.push(message(handshakeType.certificateStatus, status));
  }
  if (flight.serverKeyExchange !== undefined) {
    messages.push(message(handshakeType.serverKeyExchange, flight.serverKeyExchange));
  }
  if (flight.acceptableAuthorities !== undefined) {
    messages.push(
      message(handshakeType.certificateRequest, certificateRequest(flight.acceptableAuthorities)),
    );
  }
  if (flight.done === true) messages.push(message(handshakeType.serverHelloDone, Buffer.alloc(0)));
  return records(22, Buffer.concat(messages));
}

/** ServerDHParams (RFC 5246 §7.4.3) with an empty signature: clients look at the size of the prime first. */
export function diffieHellmanKeyExchange(prime: Uint8Array): Buffer {
  const share = Buffer.alloc(prime.length, 0x42);
  const parameters = [vector(2, prime), vector(2, Buffer.from([2])), vector(2, share)];
  return Buffer.concat([...parameters, Buffer.from([4, 1]), vector(2, Buffer.alloc(256))]);
}

/** Cuts `body` into records of this content type (22 handshake, 21 alert). */
export function records(contentType: number, body: Uint8Array): Buffer {
  const parts: Buffer[] = [];
  for (let start = 0; start < body.length; start += 16_384) {
    const part = body.subarray(start, start + 16_384);
    parts.push(Buffer.from([contentType, 3, 3]), vector(2, part));
  }
  return Buffer.concat(parts);
}

export function alertRecord(number: number): Buffer {
  return records(21, Buffer.from([2, number]));
}

function serverHello(flight: Flight): Buffer {
  const { version = 0x0303, cipherSuite = 0xc02b, compression = 0, extensions = true, staple } = flight;
  const renegotiation = Buffer.from([0xff, 0x01, 0, 1, 0]);
  const statusRequest = staple === undefined ? Buffer.alloc(0) : Buffer.from([0, 5, 0, 0]);
  return message(
    handshakeType.serverHello,
    Buffer.concat([
      Buffer.from([version >> 8, version & 0xff]),
      Buffer.alloc(32, 7),
      Buffer.from([0, cipherSuite >> 8, cipherSuite & 0xff, compression]),
      ...(extensions ? [vector(2, Buffer.concat([renegotiation, statusRequest]))] : []),
    ]),
  );
}

function certificateRequest(names: readonly Uint8Array[]): Buffer {
  const types = Buffer.from([64, 1]);
  const algorithms = Buffer.from([4, 3, 4, 1]);
  const list = Buffer.concat(names.map((name) => vector(2, name)));
  return Buffer.concat([vector(1, types), vector(2, algorithms), vector(2, list)]);
}

function message(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type]), vector(3, body)]);
}

function vector(lengthBytes: number, body: Uint8Array): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(body.length, 0, lengthBytes);
  return Buffer.concat([length, body]);
}
