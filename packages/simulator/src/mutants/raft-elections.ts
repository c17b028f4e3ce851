import { mutantsOf } from './mutant.ts'

/** Who may lead: votes, quorums and terms. */
export const raftElectionMutants = mutantsOf('raft-ts', [
  {
    name: 'raft-vote-reply-before-durable',
    file: 'core.js',
    find: "if (message.type === 'preVote')",
    replace: "if (message.type === 'preVote' || message.type === 'voteResponse')",
    breaks: 'A vote is told before it is durable: after a power cut the member votes again in the same term.',
    bug: 'B3',
    violates: ['R1', 'R6']
  },
  {
    name: 'raft-vote-not-synced',
    file: 'ready.js',
    find: 'mustSync: voteChanged || entries.length > 0',
    replace: 'mustSync: entries.length > 0',
    breaks: 'The write of a new term and vote is not synced.',
    bug: 'B3',
    violates: ['R1', 'R6']
  },
  {
    name: 'raft-votes-twice',
    file: 'election.js',
    find: 'core.vote === from || (core.vote === noNode && core.leaderId === noNode)',
    replace: 'core.leaderId === noNode',
    breaks: 'A member that has voted in a term votes for another candidate too.',
    bug: 'B3',
    violates: ['R1', 'R6']
  },
  {
    name: 'raft-elected-by-minority',
    file: 'quorum.js',
    find: 'const majority = Math.floor(voters.length / 2) + 1;',
    replace: 'const majority = Math.floor(voters.length / 2);',
    breaks: 'One vote too few makes a leader.',
    violates: ['R1', 'R5']
  },
  {
    name: 'raft-vote-ignores-log-length',
    file: 'raft-log.js',
    find: 'last.term > lastTerm || (last.term === lastTerm && last.index >= this.lastIndex())',
    replace: 'last.term >= lastTerm',
    breaks: 'A candidate with a shorter log of the same term gets the vote.',
    violates: ['R5']
  },
  {
    name: 'raft-vote-compares-length-only',
    file: 'raft-log.js',
    find: 'last.term > lastTerm || (last.term === lastTerm && last.index >= this.lastIndex())',
    replace: 'last.index >= this.lastIndex()',
    breaks: 'The longer log gets the vote, were its entries of an older term.',
    violates: ['R5'],
    outside: {
      suite: 'packages/raft-ts/test/random-schedules.test.ts',
      why: 'It takes two changes of leader while a member with entries of its own is cut off.'
    }
  },
  {
    name: 'raft-vote-ignores-log',
    file: 'election.js',
    find: ' && core.log.isCoveredBy({ index: lastIndex, term: lastTerm })',
    replace: '',
    breaks: 'The check that the candidate has everything that may be committed is gone.',
    violates: ['R5']
  },
  {
    name: 'raft-obeys-older-terms',
    file: 'step.js',
    find: 'if (message.term < core.term) {',
    replace: 'if (message.term < 0) {',
    breaks: 'Messages of older terms are taken for ones of the present term.',
    bug: 'B3',
    violates: ['R1', 'R3', 'R5']
  },
  {
    name: 'raft-counts-refusal-as-vote',
    file: 'election.js',
    find: 'countVote(core, message.from, message.granted);',
    replace: 'countVote(core, message.from, true);',
    breaks: 'Every answer to a request for a vote counts as a vote.',
    violates: ['R1', 'R5']
  },
  {
    name: 'raft-term-not-raised',
    file: 'roles.js',
    find: 'enterTerm(core, core.term + 1);',
    replace: 'enterTerm(core, Math.max(core.term, 1));',
    breaks: 'A candidate campaigns in the term that it is in.',
    violates: ['R1']
  }
])
