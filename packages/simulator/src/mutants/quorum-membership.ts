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
      violates: ['R9', 'R1', 'R4']
    },
    {
      name: 'raft-lost-disk-votes',
      file: 'election.js',
      find: 'const granted = core.voting && (free || trial)',
      replace: 'const granted = (free || trial)',
      breaks:
        'A member that lost its disk votes, though it may have voted before, for a log that it does not know any more.',
      bug: 'B6',
      violates: ['R1', 'R4']
    }
  ]),
  ...mutantsOf('controller', [
    {
      name: 'quorum-keeps-lost-folder',
      file: 'core/quorum/membership.js',
      find: 'if (member?.directoryId !== directoryId && isVoter(conf, nodeId))',
      replace: 'if (member === undefined && isVoter(conf, nodeId))',
      breaks: 'A voter that comes back with an empty folder stays a voter.',
      bug: 'B6',
      violates: ['R1', 'R4']
    },
    {
      name: 'quorum-admits-before-caught-up',
      file: 'core/quorum/membership.js',
      find: 'if (joiner.caughtUp && member.voter && !isVoter(conf, nodeId))',
      replace: 'if (member.voter && !isVoter(conf, nodeId))',
      breaks: 'A member with an empty folder becomes a voter before it has the log.',
      bug: 'B6',
      violates: ['R4']
    },
    {
      name: 'quorum-begins-without-all',
      file: 'core/quorum/beginning.js',
      find: 'if (missing.length > 0)',
      replace: 'if (missing.length > 1)',
      breaks: 'A quorum begins although one of its voters has not said that it is empty.',
      bug: 'B6',
      violates: ['R1', 'R3', 'R4']
    }
  ])
]
