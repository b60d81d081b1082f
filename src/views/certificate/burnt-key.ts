import type { UploadWay } from '../../core/files/uploaded-file.ts';
import { type Block, labelled, strong, text } from '../../core/message.ts';
import type { FileReport } from '../../pki/report/file-report.ts';

/** Loud, because the key still works: whoever copied it can be the server until the certificate is revoked. */
export function burntBlocks(way: UploadWay, { privateKeys }: FileReport): readonly Block[] {
  const isLocked = privateKeys.length > 0 && privateKeys.every(({ lock }) => lock !== null);
  const guarded = isLocked ? ' Its password only slows down whoever copies it.' : '';
  return [
    labelled(
      'Private key',
      strong('It has left its machine: consider it burnt.'),
      text(
        ` Whatever it passed on its way here may have kept a copy. Notafter has not stored, logged or shown it.${guarded}`,
      ),
    ),
    labelled('Do now'),
    {
      kind: 'list',
      items: [
        ...(way === 'message'
          ? [[text('Delete the message that holds it; Notafter cannot delete it for you.')]]
          : []),
        [text('Make a new key on the server: it never has to leave it.')],
        [text('Have the certificate issued anew for the new key, and put it in place.')],
        [text('Then have the old certificate revoked, with the reason keyCompromise.')],
      ],
    },
  ];
}
