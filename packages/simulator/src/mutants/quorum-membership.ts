import { mutantsOf } from './mutant.ts'

/** Who belongs to the quorum: its beginning, and members that lost their disk. */
export const quorumMembershipMutants = [
  ...mutantsOf('raft-ts', [
    {
      name: 'raft-two-membership-changes',
      file: 'proposals.js',
      find: 'if (leader.pendingConfIndex > core.log.applied)',
      replace: 'if (leader.pendingConfIndex < 0)',
      breaks: 'A membership change is proposed while another one is not committed.',
      bug: 'B10',
      violates: ['R9', 'R1', 'R4'],
      outside: {
        suite: 'packages/raft-ts/test/random-schedules.test.ts',
        why: 'The membership changes only when a disk was lost, and seldom while the leader changes.'
      }
    },
    {
      name: 'raft-lost-disk-votes',
      file: 'election.js',
      find: 'const granted = core.voting && (free || trial)',
      replace: 'const granted = (free || trial)',
      breaks:
        'A member that lost its disk votes, though it may have voted before, for a log that it does not know any more.',
      bug: 'B6',
      violates: ['R1', 'R4'],
      outside: {
        suite: 'packages/raft-ts/test/scenarios.test.ts',
        why: 'Disks are lost only while every other member has everything that is committed.'
      }
    }
  ])
]
