import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';

/** In memory where the system has such a place: for a store whose survival of a power cut is not what is tested. */
export function quickFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}
