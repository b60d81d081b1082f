import type { CommandPage } from '../core/command-page.ts';
import { code, type Inline, type Message, note, strong, text } from '../core/message.ts';

export function helpMessage(pages: readonly CommandPage[]): Message {
  const summary = 'Notafter explains why an endpoint cannot be reached or trusted, and watches certificates.';
  return {
    tone: 'neutral',
    title: [text(summary)],
    blocks: [
      {
        kind: 'list',
        items: pages.map(({ name, summary: about, examples }): readonly Inline[] => [
          strong(`/${name}`),
          text(` ${about}`),
          ...examples.slice(0, 1).flatMap((example): Inline[] => [text('  '), code(example)]),
        ]),
      },
      note(
        text('What one of them takes: '),
        code('/help watch'),
        text('. In a chat --help behind it does the same.'),
      ),
      note(
        text(
          'A target is host, host:port, [v6]:port, https://host/path, smtp://, imap://, postgres://, wss://, grpcs://, oauth:https://issuer, tls:// or tcp:// and more.',
        ),
      ),
    ],
    summary,
    record: pages.map(({ name, summary: about, examples }) => ({ name, summary: about, examples })),
  };
}
