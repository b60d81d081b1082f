import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnosis, SeenCertificate } from '../../src/core/diagnosis.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Log } from '../../src/core/log.ts';
import type { Inline, Message } from '../../src/core/message.ts';
import type { Diagnose } from '../../src/core/services.ts';
import type { Store } from '../../src/core/store/store.ts';
import { dateText } from '../../src/core/text/time-text.ts';
import { openSqliteStore } from '../../src/store/index.ts';
import { after, certificateEnding, noon } from './store-fixtures.ts';

/** What a look at a host sees; a function may throw, or differ from look to look. */
export type Served = Partial<Diagnosis> | ((at: Date, signal: AbortSignal) => Partial<Diagnosis>);

export type WatchStage = AsyncDisposable & {
  readonly store: Store;
  /** A further handle on the same file, as another process would have. */
  open(): Promise<Store>;
  readonly now: () => Date;
  /** Moves the clock on. */
  pass(ms: number): void;
  /** By host; a host that is not here serves a certificate with 60 days to live. */
  readonly served: Map<string, Served>;
  readonly looked: string[];
  readonly diagnose: Diagnose;
  readonly signal: AbortSignal;
  readonly log: Log & { readonly lines: string[] };
};

/** A real store, a clock that stands still, and an engine that sees what the test says. */
export async function watchStage(): Promise<WatchStage> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-watch-'));
  const path = join(folder, 'notafter.db');
  const stores: Store[] = [];
  const open = async () => {
    const store = await openSqliteStore({ path });
    stores.push(store);
    return store;
  };
  let clock = noon;
  const now = () => clock;
  const served = new Map<string, Served>();
  const looked: string[] = [];
  return {
    store: await open(),
    open,
    now,
    pass(ms) {
      clock = after(ms, clock);
    },
    served,
    looked,
    signal: new AbortController().signal,
    log: recordingLog(),
    async diagnose(target, { signal }) {
      looked.push(target.host);
      const given = served.get(target.host) ?? serving(60 * 86_400_000);
      const seen = typeof given === 'function' ? given(clock, signal) : given;
      return { ...healthyDiagnosis, target, at: clock, ...seen };
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

const healthyDiagnosis: Omit<Diagnosis, 'target' | 'at'> = {
  wishes: [],
  elapsedMs: 1,
  verdict: 'healthy',
  blame: 'unknown',
  rootCause: null,
  findings: [],
  results: [],
  certificates: [],
  from: 'here',
  baseline: null,
  changes: [],
};

/** A healthy look at a certificate of 90 days with so long to live at noon. */
export function serving(leftMs: number, fingerprint256 = 'ab'.repeat(32)): Partial<Diagnosis> {
  return { certificates: [seenCertificate(leftMs, fingerprint256)] };
}

export function seenCertificate(leftMs: number, fingerprint256: string): SeenCertificate {
  return { ...certificateEnding(leftMs, fingerprint256), addresses: ['192.0.2.7:443'] };
}

export function failing(
  id: Finding['id'],
  title: string,
  change: Partial<Diagnosis> = {},
): Partial<Diagnosis> {
  const rootCause = { id, title } as Finding;
  return { verdict: 'broken', rootCause, findings: [rootCause], ...change };
}

export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (_fields: object, message: string) => {
    lines.push(`${level} ${message}`);
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The words of a message, a line per block or item: what somebody reads, whatever the platform. */
export function plainText(message: Message, now: Date, zone = 'UTC'): string {
  const words = (inlines: readonly Inline[]) =>
    inlines.map((inline) => inlineText(inline, now, zone)).join('');
  const lines = [`[${message.tone}] ${words(message.title)}`];
  for (const block of message.blocks) {
    switch (block.kind) {
      case 'heading':
        lines.push(`# ${block.text}`);
        break;
      case 'list':
        lines.push(...block.items.map((item) => `- ${words(item)}`));
        break;
      case 'labelled':
        lines.push(`${block.label}: ${words(block.inlines)}`);
        break;
      case 'paragraph':
      case 'note':
        lines.push(words(block.inlines));
        break;
      case 'code':
        lines.push(block.text);
        break;
      case 'ladder':
      case 'table':
      case 'divider':
        lines.push(`(${block.kind})`);
    }
  }
  return lines.join('\n');
}

function inlineText(inline: Inline, now: Date, zone: string): string {
  switch (inline.kind) {
    case 'date':
      return dateText(inline.at, inline.style, zone, now);
    case 'mention':
      return `@${inline.who.name}!`;
    case 'person':
      return inline.who.name;
    case 'text':
    case 'strong':
    case 'code':
    case 'link':
      return inline.text;
  }
}
