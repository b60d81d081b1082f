import { defineCheck } from '../../core/check.ts';
import { pathProbe } from '../../probes/path.ts';
import { addressOf } from '../commands/place.ts';
import { addressEvidence, evidence } from '../reading/evidence.ts';

export const notTraced = defineCheck({
  id: 'path/not-traced',
  severity: 'notice',
  blame: 'our-vantage',
  title: 'The routers on the way were not looked at',
  explanation:
    'A trace shows at which router packets vanish. It needs one of the programs mtr, tracepath or traceroute on the machine of Notafter, and none of them could be used. What is said about the target does not depend on it.',
  fix: 'Install one where Notafter runs: apt-get install mtr-tiny iputils-tracepath (Debian, Ubuntu), dnf install mtr iputils (Fedora, RHEL), apk add mtr iputils-tracepath (Alpine). mtr needs CAP_NET_RAW in a container, tracepath needs nothing.',
  citation: 'tracepath(8)',
  reads: { path: pathProbe },
  judge({ path }) {
    const blind = path.looks.filter(
      ({ traces }) => traces.length > 0 && traces.every(({ kind }) => kind !== 'traced'),
    );
    const [first] = blind;
    if (first === undefined) return [];
    return [
      {
        evidence: [
          addressEvidence(blind.map(({ address }) => addressOf(address))),
          ...first.traces.map((trace) =>
            evidence(trace.program, trace.kind === 'failed' ? trace.why : 'not installed'),
          ),
        ],
      },
    ];
  },
});
