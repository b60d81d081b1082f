/** Why no response came. There is no `resolve` kind: a request starts at an address. */
export type RequestFailure = {
  readonly kind:
    | 'timeout'
    /** Closed without a byte. */
    | 'empty-reply'
    | 'reset'
    /** Not HTTP, or a malformed, cut or oversized message. */
    | 'protocol-error'
    /** The TLS handshake failed, or the certificate is not trusted. */
    | 'tls'
    | 'connect'
    | 'aborted';
  /** Node's, OpenSSL's or undici's own code; null for our deadline and for an abort. */
  readonly errorCode: string | null;
  /** One sentence without a full stop. */
  readonly message: string;
};

/** How far the exchange had come when it broke. */
export type Phase = 'queued' | 'connecting' | 'securing' | 'waiting' | 'reading-head' | 'reading-body';

/** Carries a failure that is understood already through undici's error channel. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly failure: RequestFailure;

  constructor(failure: RequestFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function failed(
  kind: RequestFailure['kind'],
  errorCode: string | null,
  message: string,
): RequestFailure {
  return { kind, errorCode, message };
}

/** What an error of undici, Node or OpenSSL means for the reader, given the moment it came. */
export function failureFrom(error: Error, phase: Phase): RequestFailure {
  if (error instanceof RequestError) return error.failure;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  // After the handshake too: TLS 1.3 tells only then of a client certificate that was missing.
  if (phase === 'securing' || /^ERR_(SSL|TLS|OSSL)_/.test(code ?? ''))
    return failed('tls', code, withoutQueue(error.message));
  if (code === 'ETIMEDOUT') return failed('timeout', code, 'the connection timed out');
  if (/^E[A-Z]+$/.test(code ?? '')) return failed('reset', code, 'the connection was reset');
  if (error.message === 'bad upgrade')
    return failed('protocol-error', code, 'it switched protocols unasked (101)');
  // RFC 9110 §15.2 lets a server send one unasked; undici does not take it.
  if (error.message === 'bad response')
    return failed('protocol-error', code, 'it sent an unasked 100 Continue');
  const cut = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase === 'reading-body';
  if (code === 'UND_ERR_SOCKET' || cut) return closedIn(phase, code);
  return failed('protocol-error', code, error.message);
}

/** "id:error:number:library:function:reason:file:line:more" of OpenSSL's error queue: the reason is for people. */
function withoutQueue(message: string): string {
  return /(?:^|:)error:[0-9A-F]+:[^:]*:[^:]*:([^:\n]+):/i.exec(message)?.[1] ?? message;
}

export function stoppedIn(phase: Phase, timeoutMs: number): RequestFailure {
  const within = `within ${Math.round(timeoutMs)} ms`;
  switch (phase) {
    case 'queued':
    case 'connecting':
      return failed('connect', null, `no TCP connection ${within}`);
    case 'securing':
      return failed('timeout', null, `the TLS handshake did not end ${within}`);
    case 'waiting':
      return failed('timeout', null, `no response ${within}`);
    case 'reading-head':
      return failed('timeout', null, `the response head did not end ${within}`);
    case 'reading-body':
      return failed('timeout', null, `the body did not end ${within}`);
  }
}

function closedIn(phase: Phase, code: string): RequestFailure {
  switch (phase) {
    case 'reading-head':
      return failed('protocol-error', code, 'closed in the middle of the response head');
    case 'reading-body':
      return failed('protocol-error', code, 'closed in the middle of the body');
    case 'queued':
    case 'connecting':
    case 'securing':
    case 'waiting':
      return failed('empty-reply', code, 'the connection was closed without a byte of a response');
  }
}
