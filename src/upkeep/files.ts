import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../core/errors.ts';

/** Moves a whole file to where it belongs. `overwrite` false: whoever was there first stays, and this is a UserError. */
export async function putInPlace(from: string, to: string, overwrite: boolean): Promise<void> {
  await syncFile(from);
  if (overwrite) await rename(from, to);
  else await moveBeside(from, to);
  await syncFolder(to);
}

async function moveBeside(from: string, to: string): Promise<void> {
  try {
    // Unlike a rename this fails where something is.
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw isThere(to);
    // A file system without hard links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(codeOf(error))) throw error;
    await rename(from, to);
    return;
  }
  await rm(from);
}

export function isThere(path: string): UserError {
  return new UserError(`${path} is there already. Give another name, or --force to replace it.`);
}

export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Or a power cut may take the new name back. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What a file is called until it is whole. Numbers of processes are given again: in a container each run has the same. */
export function partOf(path: string): string {
  return `${path}.part-${randomUUID().slice(0, 8)}`;
}

const partName = /\.part-[0-9a-f]{8}$/;

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** "20261127T204512Z", for names of files. */
export function stamp(at: Date): string {
  return at.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/** What a person can do about a file that cannot be read or written; anything else comes back as it is. */
export function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const advice = sentences[codeOf(error)];
  const named = 'path' in error && typeof error.path === 'string' ? error.path : path;
  return advice === undefined
    ? error
    : new UserError(`${named.replace(partName, '')} ${advice}`, { cause: error });
}

const sentences: Readonly<Record<string, string>> = {
  ENOENT: 'is not there, or its folder is not.',
  ENOTDIR: 'cannot be: a part of its path is no folder.',
  EISDIR: 'is a folder. Name a file.',
  EACCES: 'may not be used by this user. Check the rights of the file and of its folder.',
  EPERM: 'may not be used by this user. Check the rights of the file and of its folder.',
  EROFS: 'is on a disk that can only be read.',
  ENOSPC: 'does not fit: the disk is full. Make room.',
  EDQUOT: 'does not fit: the quota of this user is used up.',
  EFBIG: 'is larger than files may be here.',
  EPIPE: 'was closed by whoever read it: the backup is not whole.',
  EIO: 'cannot be read or written: the disk has a fault.',
};
