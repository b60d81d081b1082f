import type { Message } from '../../core/message.ts';
import type { ProbeResult } from '../../core/probe.ts';
import type { DiagnoseOptions } from '../../core/services.ts';
import { type Ticker, ticking } from '../../core/waiting/ticking.ts';
import type { Waits } from './waits.ts';

type Look = {
  readonly signal: AbortSignal;
  /** What has ended so far, and since when the rest is waited for. */
  readonly draw: (soFar: readonly ProbeResult[], waits: Waits) => Message;
  /** Gives the answer; `redraw` shows what `draw` knows beside the results. */
  readonly work: (onResult: NonNullable<DiagnoseOptions['onResult']>, redraw: () => void) => Promise<Message>;
  readonly ticker?: Ticker;
};

/** Shows how a look goes from its beginning, as layers end and while they are waited for, then its answer. */
export function looking({ signal, draw, work, ticker }: Look): AsyncGenerator<Message> {
  return ticking<Message>(
    (show, nowMs) => {
      const begunMs = nowMs();
      const endedMs = new Map<string, number>();
      let ended: readonly ProbeResult[] = [];
      const redraw = () => {
        const soFar = ended;
        show((now) => draw(soFar, { begunMs, endedMs, nowMs: now }));
      };
      redraw();
      return work((result, soFar) => {
        endedMs.set(result.probe, nowMs());
        ended = [...soFar];
        redraw();
      }, redraw);
    },
    { signal, ...(ticker === undefined ? {} : { ticker }) },
  );
}
