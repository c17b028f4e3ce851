import { brokerMutants } from './broker.ts'
import { consumerGroupMutants } from './consumer-groups.ts'
import { controllerMutants } from './controller.ts'
import { controllerRaftMutants } from './controller-raft.ts'
import { coordinatorMutants } from './coordinator.ts'
import { logCompactionMutants } from './log-compaction.ts'
import { logJournalMutants } from './log-journal.ts'
import { logRecoveryMutants } from './log-recovery.ts'
import { logWriteMutants } from './log-writes.ts'
import type { Mutant } from './mutant.ts'
import { quorumMembershipMutants } from './quorum-membership.ts'
import { raftElectionMutants } from './raft-elections.ts'
import { raftReplicationMutants } from './raft-replication.ts'
import { replicationFollowerMutants } from './replication-follower.ts'
import { replicationLeaderMutants } from './replication-leader.ts'
import { replicationRequestMutants } from './replication-requests.ts'
import { transactionMutants } from './transactions.ts'

/** Every planted bug, from the lowest layer up; those that are not seen too. */
export const allMutants: readonly Mutant[] = [
  ...raftElectionMutants,
  ...raftReplicationMutants,
  ...quorumMembershipMutants,
  ...controllerRaftMutants,
  ...controllerMutants,
  ...logWriteMutants,
  ...logJournalMutants,
  ...logRecoveryMutants,
  ...logCompactionMutants,
  ...replicationLeaderMutants,
  ...replicationFollowerMutants,
  ...replicationRequestMutants,
  ...coordinatorMutants,
  ...consumerGroupMutants,
  ...transactionMutants,
  ...brokerMutants
]
