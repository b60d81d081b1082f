import type { TlsDeduction } from '../../core/tls-grade.ts';
import type { ScannedAddress } from '../../probes/tls-scan.ts';

/** One thing that caps a grade. `sees`: what it is seen by, in a few words; null: not seen. */
export type GradeRule = Omit<TlsDeduction, 'seen'> & { sees(scan: ScannedAddress): string | null };
