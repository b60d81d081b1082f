import { open } from 'node:fs/promises';

/** Where the kernel tells of itself; a test gives other trees. */
export type KernelTrees = {
  /** "/proc/net" */
  readonly procNet: string;
  /** "/sys/class/net" */
  readonly sysClassNet: string;
};

export const kernelTrees: KernelTrees = { procNet: '/proc/net', sysClassNet: '/sys/class/net' };

const longestFile = 512 * 1024;

export type KernelText = { readonly text: string; readonly whole: boolean };

/** Null: not there, or the kernel has nothing to say (EINVAL for the carrier of an interface that is off). */
export async function kernelFile(path: string): Promise<KernelText | null> {
  try {
    await using file = await open(path, 'r');
    return await readUpTo(file, longestFile);
  } catch {
    return null;
  }
}

/** Files of the kernel have no size and come in pages. */
async function readUpTo(file: Awaited<ReturnType<typeof open>>, most: number): Promise<KernelText> {
  const parts: Buffer[] = [];
  let total = 0;
  while (total < most) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(16_384) });
    if (bytesRead === 0) return { text: Buffer.concat(parts).toString('latin1'), whole: true };
    parts.push(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return { text: Buffer.concat(parts).toString('latin1'), whole: false };
}
