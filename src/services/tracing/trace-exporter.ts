import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { OtlpSpan } from './otlp.ts';

/** Resolves to why the spans were not taken; null: they were. */
export type SendSpans = (spans: readonly OtlpSpan[], signal: AbortSignal) => Promise<string | null>;

export type TraceExporter = {
  add(spans: readonly OtlpSpan[]): void;
  /** Sends what waits, once, and ends; bounded by the sender's own timeout. */
  close(): Promise<void>;
};

const patienceMs = 1000;
const mostWaiting = 4096;
const mostAtOnce = 512;

/** In the background and never in anybody's way: what a collector does not take is dropped, and that is logged. */
export function createTraceExporter(send: SendSpans, log: Log): TraceExporter {
  const closing = new AbortController();
  let waiting: OtlpSpan[] = [];
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> = Promise.resolve();

  function later(): void {
    if (timer !== null || closing.signal.aborted) return;
    timer = setTimeout(() => {
      timer = null;
      sending = sending.then(flush);
    }, patienceMs);
    timer.unref();
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      const reason = await send(batch, new AbortController().signal).catch((thrown: unknown) =>
        reasonOf(thrown),
      );
      if (reason !== null) log.warn({ reason, spans: batch.length }, 'traces were not taken and are dropped');
    }
  }

  return {
    add(spans) {
      const room = mostWaiting - waiting.length;
      if (spans.length > room) log.warn({ spans: spans.length }, 'too many traces wait, these are dropped');
      else waiting.push(...spans);
      later();
    },
    async close() {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      sending = sending.then(flush);
      await sending;
    },
  };
}
