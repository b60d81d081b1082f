import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { bytesOfAll } from '../src/core/files/handed-files.ts';
import { type Handover, nothingHanded } from '../src/core/files/uploaded-file.ts';
import type { Message } from '../src/core/message.ts';
import type { Values } from '../src/core/option.ts';
import { probesAt } from '../src/core/probes-at.ts';
import type { CommandServices, FileRecord } from '../src/core/services.ts';
import { withKnownClient } from '../src/core/target/client-names.ts';
import { certificateFileMessage, readingMessage } from '../src/views/certificate/file.ts';
import { certificateMessage } from '../src/views/certificate.ts';
import { looking } from '../src/views/diagnosis/looking.ts';
import { progressMessage } from '../src/views/diagnosis.ts';
import {
  addressOption,
  clientOption,
  fileOption,
  passwordOption,
  targetOption,
  tlsTargetFrom,
} from './options.ts';

export const cert: Command = {
  name: 'cert',
  summary: 'Show the certificates of a target exactly as it sends them, or read those of a file',
  visibility: 'channel',
  examples: ['/cert api.example.org', '/cert mail.example.org:993'],
  actions: [
    {
      name: '',
      summary:
        'Chain as sent, names, dates, issuer, fingerprints and the path that verifies; or what a file holds',
      needs: 'anyone',
      options: [
        { ...targetOption, required: false },
        fileOption,
        passwordOption,
        addressOption,
        clientOption,
      ],
      record: 'diagnosis',
      async *run(values, _caller, services, signal, handover = nothingHanded) {
        if (handover.files.length > 0) yield* fileMessages(values, handover, services, signal);
        else yield* targetMessages(values, services, signal);
      },
    },
  ],
};

async function* targetMessages(
  values: Values,
  { diagnose, ladder, clientNames }: CommandServices,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  const { target = '', file = '', password = '' } = values;
  if (target !== '' && password !== '') {
    throw new UserError('A password opens a file, and there is none. A target is looked at without one.');
  }
  if (file !== '' || password !== '') {
    throw new UserError('No file came with this. Attach it to the message, or paste its text after /cert.');
  }
  if (target === '') {
    throw new UserError('/cert needs a target or a file. Try /cert api.example.org, or attach a file.');
  }
  const looked = withKnownClient(tlsTargetFrom(values), clientNames);
  const rungs = probesAt('certificate', ladder);
  yield* looking({
    signal,
    draw: (soFar, waits) => progressMessage(looked, rungs, soFar, waits),
    async work(onResult) {
      const diagnosis = await diagnose(looked, { depth: 'certificate', signal, onResult });
      return certificateMessage(diagnosis, ladder);
    },
  });
}

async function* fileMessages(
  values: Values,
  handover: Handover,
  services: CommandServices,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  const { target = '', address = '', file = '' } = values;
  if (target !== '' || address !== '') {
    throw new UserError(
      'Give a target or a file, not both: address: and a host say where to look, and a file is read as it is.',
    );
  }
  yield readingMessage(file);
  const { record, hadPassword } = await readWithPassword(values.password ?? null, handover, services, signal);
  yield certificateFileMessage(record, {
    name: file,
    way: handover.way,
    hadPassword,
    remark: handover.remark,
  });
}

const mostAsked = 3;

/** Asks for the password when one is needed and somebody can be asked. */
async function readWithPassword(
  given: string | null,
  { files, askPassword }: Handover,
  { readCertificates }: CommandServices,
  signal: AbortSignal,
): Promise<{ readonly record: FileRecord; readonly hadPassword: boolean }> {
  const bytes = await bytesOfAll(files, signal);
  try {
    let record = await readCertificates(bytes, { password: given, signal });
    let hadPassword = given !== null;
    for (let asked = 0; asked < mostAsked && given === null && isClosed(record); asked += 1) {
      const again = asked === 0 ? '' : 'That is not it. ';
      const password = (await askPassword?.(`${again}Password of the file: `)) ?? null;
      if (password === null) break;
      hadPassword = true;
      record = await readCertificates(bytes, { password, signal });
    }
    return { record, hadPassword };
  } finally {
    // It may have held a private key.
    bytes.fill(0);
  }
}

function isClosed({ locked }: FileRecord): boolean {
  return locked.some(({ reason }) => reason === 'password-needed' || reason === 'wrong-password');
}
