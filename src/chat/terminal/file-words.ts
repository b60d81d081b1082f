import { statSync } from 'node:fs';
import { UserError } from '../../core/errors.ts';
import { standardInput } from './local-files.ts';

/** What stands on the disk under a name. */
export type Disk = (path: string) => 'file' | 'folder' | null;

export const disk: Disk = (path) => {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    // Not there, or no name that a file can have.
    return null;
  }
};

export type FileWords = {
  /** Paths, and "-" for standard input. */
  readonly files: readonly string[];
  readonly others: readonly string[];
  /** What the answer says of the choice, where a word could have been meant otherwise. */
  readonly remark: string | null;
};

const isPath = /^(?:\.{0,2}|~)\//;
const hasEnding = /^[^:/?#]+\.(?:pem|crt|cer|der|p7b|p7c|p7s|p12|pfx|jks|jceks|keystore|key|csr|crl|txt)$/i;

/**
 * Parts files from targets. A file that is there is a file, whatever its name looks like; a word that can only be a
 * path and leads nowhere is a mistake, not the name of a host. Everything else is left for the reader of targets.
 */
export function partFileWords(words: readonly string[], disk: Disk): FileWords {
  const files: string[] = [];
  const others: string[] = [];
  let remark: string | null = null;
  for (const word of words) {
    if (word === standardInput || disk(word) === 'file') {
      files.push(word);
      if (couldBeHost(word)) {
        remark = `${word} is the name of a file here, which was read. For the host of that name write https://${word}.`;
      }
      continue;
    }
    if (isPath.test(word)) throw new UserError(wordsFor(word, disk(word)));
    if (word.endsWith('/') && disk(word) === 'folder') throw new UserError(wordsFor(word, 'folder'));
    if (disk(word) === null && hasEnding.test(word)) {
      throw new UserError(`${wordsFor(word, null)} For a host of that name write https://${word}.`);
    }
    others.push(word);
  }
  return { files, others, remark };
}

function couldBeHost(word: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(word) && !hasEnding.test(word);
}

function wordsFor(word: string, found: 'file' | 'folder' | null): string {
  return found === 'folder' ? `${word} is a folder. Name a file in it.` : `There is no file ${word}.`;
}
