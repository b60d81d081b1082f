import type { Dispatcher } from 'undici';
import { failed, failureFrom, type Phase, type RequestFailure } from './failure.ts';
import { boundedHeaders } from './headers.ts';

export type HttpResponse = {
  readonly status: number;
  /** Lower-case names; repeated ones joined by ", "; at most 128, each at most 8,192 characters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Until the first byte of the response, connecting included. */
  readonly elapsedMs: number;
  /** Octets of the body read, as sent: a compressed body is never inflated. */
  readonly bodyBytes: number;
  readonly bodyComplete: boolean;
  /** Why the rest of the body was not read; null when it was, and when the cap was the reason. */
  readonly bodyFailure: RequestFailure | null;
  /** The first octets of the body, as many as were to be kept. */
  readonly bodyStart: Uint8Array;
};

export type RequestOutcome =
  | { readonly responded: true; readonly response: HttpResponse }
  | { readonly responded: false; readonly failure: RequestFailure; readonly elapsedMs: number };

export type Reading = {
  readonly outcome: Promise<RequestOutcome>;
  readonly handler: Dispatcher.DispatchHandler;
  phase(): Phase;
  enter(phase: Phase): void;
  /** Ends the reading: without a response before its head was read, with a cut body after. */
  fail(failure: RequestFailure): void;
};

type Head = Pick<HttpResponse, 'status' | 'headers' | 'elapsedMs'>;

/** 103 Early Hints comes once or twice; a server that sends nothing else is not answering. */
const mostInterimResponses = 8;

/** Collects one response from undici's callbacks. Counts from now. */
export function startReading(limits: { readonly maxBodyBytes: number; readonly keepBytes: number }): Reading {
  const { promise, resolve } = Promise.withResolvers<RequestOutcome>();
  const started = performance.now();
  const kept: Buffer[] = [];
  let phase: Phase = 'connecting';
  let firstByteMs: number | null = null;
  let head: Head | null = null;
  let interim = 0;
  let bodyBytes = 0;

  function respond(from: Head, bodyComplete: boolean, bodyFailure: RequestFailure | null): void {
    const bodyStart = Buffer.concat(kept).subarray(0, limits.keepBytes);
    resolve({ responded: true, response: { ...from, bodyBytes, bodyComplete, bodyFailure, bodyStart } });
  }
  function fail(failure: RequestFailure): void {
    if (head !== null) respond(head, false, failure);
    else resolve({ responded: false, failure, elapsedMs: performance.now() - started });
  }
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStarted() {
      phase = 'reading-head';
      firstByteMs ??= performance.now() - started;
    },
    onResponseStart(controller, status) {
      if (status < 200) {
        interim += 1;
        if (interim > mostInterimResponses)
          fail(failed('protocol-error', null, 'interim responses without end'));
        return;
      }
      phase = 'reading-body';
      const headers = boundedHeaders(rawHeadersOf(controller));
      head = { status, headers, elapsedMs: firstByteMs ?? performance.now() - started };
    },
    onResponseData(_controller, chunk) {
      if (head === null) return;
      const wanted = Math.min(chunk.length, limits.maxBodyBytes - bodyBytes);
      if (bodyBytes < limits.keepBytes) kept.push(chunk.subarray(0, wanted));
      bodyBytes += wanted;
      if (wanted < chunk.length) respond(head, false, null);
    },
    onResponseEnd() {
      if (head !== null) respond(head, true, null);
    },
    onResponseError(_controller, error) {
      fail(failureFrom(error, phase));
    },
  };
  return {
    outcome: promise,
    handler,
    phase: () => phase,
    enter: (next) => {
      phase = next;
    },
    fail,
  };
}

function rawHeadersOf({ rawHeaders }: Dispatcher.DispatchController): readonly (Buffer | string)[] {
  return Array.isArray(rawHeaders) ? rawHeaders : [];
}
