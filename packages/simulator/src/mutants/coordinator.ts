import { mutantsOf } from './mutant.ts'

/** Consumer groups and their offsets. */
export const coordinatorMutants = mutantsOf('coordinator', [
  {
    name: 'commit-acked-when-refused',
    file: 'group/offset-commit.js',
    find: 'return errorCode === ErrorCode.NONE ? response : withError(response, offsetAppendError(errorCode));',
    replace:
      'return errorCode === ErrorCode.NONE || errorCode > 0 ? response : withError(response, offsetAppendError(errorCode));',
    breaks: 'A commit is confirmed although the log refused it.',
    violates: ['C3']
  },
  {
    name: 'commit-ignores-generation',
    file: 'group/offset-commit.js',
    find: 'if (!isPresentGeneration(group, memberId, generation))',
    replace: 'if (generation > group.generation)',
    breaks: 'A member of an earlier generation commits.',
    violates: ['C3']
  },
  {
    name: 'offset-fetch-uncommitted',
    file: 'group/offset-fetch.js',
    find: 'turn.state.offsets.committed({',
    replace: 'turn.state.offsets.get({',
    breaks: 'OffsetFetch answers what may yet be taken back.',
    violates: ['C3'],
    outside: {
      suite: 'packages/coordinator/test/group/offsets.test.ts',
      why: 'It takes a reader within the milliseconds in which a commit is under way, and the loss of that commit.'
    }
  },
  {
    name: 'coordinator-loads-half',
    file: 'runtime/shard.js',
    find: "if (this.currentState === 'loading')\n                recordCount += this.replay(records);",
    replace:
      "if (this.currentState === 'loading' && recordCount === 0)\n                recordCount += this.replay(records.subarray(0, records.length >> 1));",
    breaks: 'A coordinator loads the first half of its partition.',
    violates: ['C3', 'C1']
  },
  {
    name: 'coordinator-serves-while-loading',
    file: 'runtime/shard.js',
    find: "currentState = 'loading';",
    replace: "currentState = 'active';",
    breaks: 'A coordinator answers before it has loaded.',
    violates: ['C3', 'C1']
  },
  {
    name: 'group-generation-starts-over',
    file: 'group/join.js',
    find: '(metadata.get(groupId) ?? metadata.committed(groupId))?.generation ?? 0',
    replace: 'metadata.has(groupId) ? 0 : 0',
    breaks: 'A group that was empty begins at generation 1 again.',
    violates: ['C1']
  },
  {
    name: 'group-generation-stands',
    file: 'group/rebalance.js',
    find: 'group.generation === GENERATION_MAX ? 1 : group.generation + 1',
    replace: 'Math.min(Math.max(group.generation, 1), GENERATION_MAX)',
    breaks: 'A rebalance does not begin a new generation.',
    violates: ['C1', 'C2']
  },
  {
    name: 'assignment-before-stored',
    file: 'group/sync.js',
    find: 'if (group.leaderId === member.memberId)\n        storeAssignment(turn, group, request);',
    replace:
      'if (group.leaderId === member.memberId) {\n        storeAssignment(turn, group, request);\n        applyAssignment(turn, group, new Map(request.assignments.map((each) => [each.memberId, each.assignment])));\n    }',
    breaks: 'Members are told of an assignment that a failover forgets.',
    violates: ['C2'],
    outside: {
      suite: 'packages/coordinator/test/group/rebalance.test.ts',
      why: 'It takes a failover between an assignment and its record, and members that go on with both.'
    }
  }
])
