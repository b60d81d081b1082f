import { warning, well } from '../../../core/doctor.ts';
import type { DoctorCheck } from '../check.ts';

export const policyCheck: DoctorCheck = {
  name: 'policy',
  async look({ config: { allowedNetworks, deniedPorts } }) {
    const inside = allowedNetworks.trim();
    const ports = deniedPorts.trim() === '' ? '7, 9, 19' : deniedPorts;
    const line = `Public addresses may be checked${inside === '' ? ' and no others' : `, and ${inside}`}; never ports ${ports}.`;
    if (/(^|[\s,])(0\.0\.0\.0|::)\/0\b/.test(inside))
      return [
        warning(
          line,
          'ALLOWED_NETWORKS opens every network, the inside of this one too. Name only those that are to be checked.',
        ),
      ];
    return [well(line)];
  },
};
