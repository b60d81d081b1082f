import type { Diagnosis } from '../../diagnosis.ts';
import type { ServedCertificate } from '../endpoint.ts';
import type { RenewalOutlook } from './outlook.ts';
import type { RenewalState } from './renewal.ts';

/** What is known of the next renewal of everything that a target serves, asked at any time. */
export type RenewalReport = {
  readonly diagnosis: Diagnosis;
  /** Each leaf once, in the order of being seen. */
  readonly leaves: readonly {
    readonly certificate: ServedCertificate;
    readonly state: RenewalState;
    readonly outlook: RenewalOutlook;
  }[];
};
