import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { type DoctorLine, warning, well, wrong } from '../../../core/doctor.ts';
import { sizeText } from '../../../core/text/size-text.ts';
import type { DoctorCheck } from '../check.ts';

const wantedNode = 24;
/** A sweep of a large fleet stays below 350 MiB. */
const wantedBytes = 512 * 1024 ** 2;

export const programCheck: DoctorCheck = {
  name: 'node',
  async look() {
    return [versionLine(process.versions.node), memoryLine(availableBytes())];
  },
};

export function versionLine(version: string): DoctorLine {
  const major = Number(version.split('.')[0]);
  if (major < wantedNode)
    return wrong(`Node ${version} is older than ${wantedNode}.`, `Install Node ${wantedNode} or later.`);
  return well(`Node ${version}, OpenSSL ${process.versions.openssl}.`);
}

export function memoryLine(bytes: number): DoctorLine {
  if (bytes < wantedBytes) {
    return warning(
      `${sizeText(bytes)} of memory is all this process may use.`,
      `Give the container or unit ${sizeText(wantedBytes)}, or lower SWEEP_CONCURRENCY.`,
    );
  }
  return well(
    `${sizeText(bytes)} of memory may be used, ${sizeText(getHeapStatistics().heap_size_limit)} of it by JavaScript.`,
  );
}

/** What a container leaves (cgroup), or all there is. */
function availableBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 && constrained < totalmem() ? constrained : totalmem();
}
