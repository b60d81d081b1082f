import { skipped, warning, well } from '../../../core/doctor.ts';
import type { DoctorCheck } from '../check.ts';

const dayMs = 86_400_000;
/** As `vantage/trust-store-stale` has it. */
const oldDays = 400;

export const trustCheck: DoctorCheck = {
  name: 'trust',
  deadlineMs: 15_000,
  async look({ vantage, now }) {
    const stores = (await vantage())?.stores ?? [];
    if (stores.length === 0) return [skipped('The trust stores could not be read.')];
    return stores.map(({ name, anchors, asOf, judges }) => {
      const days = asOf === null ? null : Math.floor((now().getTime() - asOf.getTime()) / dayMs);
      const what = `${name}: ${anchors} anchors${days === null ? '' : `, ${days} days old`}${judges ? ', judges' : ''}.`;
      return judges && days !== null && days > oldDays
        ? warning(what, "Update Notafter, or set MOZILLA_CA_FILE to a new cacert.pem of curl's.")
        : well(what);
    });
  },
};
