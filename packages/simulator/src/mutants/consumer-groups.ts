import { mutantsOf } from './mutant.ts'

/** Consumer groups of KIP-848, and static members. */
export const consumerGroupMutants = mutantsOf('coordinator', [
  {
    name: 'consumer-commit-ignores-epoch',
    file: 'group/consumer/member-offsets.js',
    find: 'return ErrorCode.UNSUPPORTED_VERSION;\n    return memberEpoch === ',
    replace: 'return ErrorCode.UNSUPPORTED_VERSION;\n    return memberEpoch <= ',
    breaks: 'A member commits under an epoch that is over.',
    violates: ['C3']
  },
  {
    name: 'consumer-partition-taken-away',
    file: 'group/consumer/reconcile.js',
    find: '(partition) => !isTaken(topicId, partition)',
    replace: '(partition) => !isTaken(topicId, partition) || true',
    breaks: 'A member gets partitions that others have not given up yet.',
    violates: ['C2']
  },
  {
    name: 'consumer-epoch-stands',
    file: 'group/consumer/leave.js',
    find: 'value: { epoch: group.epoch + 1, metadataHash }',
    replace: 'value: { epoch: group.epoch, metadataHash }',
    breaks: 'When a member leaves, what it had is given to nobody.',
    violates: ['C5', 'L1']
  },
  {
    name: 'static-member-not-fenced',
    file: 'group/members.js',
    find: 'return owner === memberId ? ErrorCode.NONE',
    replace: 'return owner !== undefined ? ErrorCode.NONE',
    breaks: 'The process of a static member that another one has replaced goes on.',
    violates: ['C4', 'C3']
  }
])
