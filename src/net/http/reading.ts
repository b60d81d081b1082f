import type { Dispatcher } from 'undici';
import { failed, failureFrom, type Phase, type RequestFailure } from './failure.ts';
import { boundedHeaders, setCookies } from './headers.ts';
import { type RequestPhases, startPhaseClock } from './phases.ts';

export type HttpResponse = {
  readonly protocol: 'HTTP/1.1' | 'HTTP/2';
  readonly status: number;
  /** Lower-case names; repeated ones joined by ", "; at most 128, each at most 8,192 characters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Every Set-Cookie by itself (RFC 9110 §5.3); at most 32, each at most 4,096 characters. */
  readonly cookies: readonly string[];
  /** Until the first byte of the response, connecting included. */
  readonly elapsedMs: number;
  readonly phases: RequestPhases;
  /** Octets of the body read, as sent: a compressed body is never inflated. */
  readonly bodyBytes: number;
  readonly bodyComplete: boolean;
  /** Why the rest of the body was not read; null when it was, and when the cap was the reason. */
  readonly bodyFailure: RequestFailure | null;
  /** How long nothing had come when reading ended: a stalled body and a slow one both run out of time. */
  readonly quietMs: number;
  /** The first octets of the body, as many as were to be kept. */
  readonly bodyStart: Uint8Array;
};

export type RequestOutcome =
  | { readonly responded: true; readonly response: HttpResponse }
  | {
      readonly responded: false;
      readonly failure: RequestFailure;
      readonly elapsedMs: number;
      readonly phases: RequestPhases;
    };

export type ReadingLimits = { readonly maxBodyBytes: number; readonly keepBytes: number };

export type ResponseHead = Pick<HttpResponse, 'protocol' | 'status' | 'headers' | 'cookies'>;

/** Collects one response, of whichever version; counts from now. What comes after its end is ignored. */
export type Collector = {
  readonly outcome: Promise<RequestOutcome>;
  phase(): Phase;
  enter(phase: Phase): void;
  /** An interim response (1xx). */
  interim(): void;
  head(head: ResponseHead): void;
  data(chunk: Buffer): void;
  end(): void;
  /** Ends the reading: without a response before its head was read, with a cut body after. */
  fail(failure: RequestFailure): void;
};

/** 103 Early Hints comes once or twice; a server that sends nothing else is not answering. */
const mostInterimResponses = 8;

export function startCollecting(limits: ReadingLimits): Collector {
  const { promise, resolve } = Promise.withResolvers<RequestOutcome>();
  const clock = startPhaseClock();
  const kept: Buffer[] = [];
  let head: (ResponseHead & { readonly elapsedMs: number }) | null = null;
  let firstByteMs: number | null = null;
  let lastByteMs = 0;
  let interim = 0;
  let bodyBytes = 0;

  function enter(phase: Phase): void {
    clock.enter(phase);
    if (phase === 'reading-head') firstByteMs ??= clock.elapsedMs();
    lastByteMs = clock.elapsedMs();
  }
  function respond(bodyComplete: boolean, bodyFailure: RequestFailure | null): void {
    if (head === null) return;
    const bodyStart = Buffer.concat(kept).subarray(0, limits.keepBytes);
    const quietMs = clock.elapsedMs() - lastByteMs;
    const phases = clock.read();
    const body = { bodyBytes, bodyComplete, bodyFailure, quietMs, bodyStart };
    resolve({ responded: true, response: { ...head, phases, ...body } });
  }
  function fail(failure: RequestFailure): void {
    if (head !== null) respond(false, failure);
    else resolve({ responded: false, failure, elapsedMs: clock.elapsedMs(), phases: clock.read() });
  }
  return {
    outcome: promise,
    phase: clock.phase,
    enter,
    interim() {
      interim += 1;
      if (interim > mostInterimResponses)
        fail(failed('protocol-error', null, 'interim responses without end'));
    },
    head(found) {
      enter('reading-body');
      head = { ...found, elapsedMs: firstByteMs ?? clock.elapsedMs() };
    },
    data(chunk) {
      if (head === null) return;
      lastByteMs = clock.elapsedMs();
      const wanted = Math.min(chunk.length, limits.maxBodyBytes - bodyBytes);
      if (bodyBytes < limits.keepBytes) kept.push(chunk.subarray(0, wanted));
      bodyBytes += wanted;
      if (wanted < chunk.length) respond(false, null);
    },
    end: () => respond(true, null),
    fail,
  };
}

/** undici's callbacks for one HTTP/1.1 response. */
export function readingHandler(collector: Collector): Dispatcher.DispatchHandler {
  return {
    onRequestStart() {},
    onResponseStarted: () => collector.enter('reading-head'),
    onResponseStart(controller, status) {
      if (status < 200) return collector.interim();
      const raw = rawHeadersOf(controller);
      const headers = boundedHeaders(raw);
      collector.head({ protocol: 'HTTP/1.1', status, headers, cookies: setCookies(raw) });
    },
    onResponseData: (_controller, chunk) => collector.data(chunk),
    onResponseEnd: () => collector.end(),
    onResponseError: (_controller, error) => collector.fail(failureFrom(error, collector.phase())),
  };
}

function rawHeadersOf({ rawHeaders }: Dispatcher.DispatchController): readonly (Buffer | string)[] {
  return Array.isArray(rawHeaders) ? rawHeaders : [];
}
