import { mutantsOf } from './mutant.ts'

/** The log of the quorum: what is appended, truncated, acknowledged and committed. */
export const raftReplicationMutants = mutantsOf('raft-ts', [
  {
    name: 'raft-append-acked-before-durable',
    file: 'core.js',
    find: "return message.type !== 'appendResponse' || message.reject || message.index <= core.log.durable;",
    replace: 'return true;',
    breaks: 'A follower confirms entries before they are durable.',
    violates: ['R5', 'R7']
  },
  {
    name: 'raft-entries-not-synced',
    file: 'ready.js',
    find: 'mustSync: voteChanged || entries.length > 0',
    replace: 'mustSync: voteChanged',
    breaks: 'The write of entries is not synced.',
    violates: ['R5', 'R7']
  },
  {
    name: 'raft-leader-counts-itself-early',
    file: 'replication.js',
    find: 'own.accepted(core.log.durable)',
    replace: 'own.accepted(core.log.lastIndex())',
    breaks: 'The leader counts its own entries before they are durable.',
    bug: 'B5',
    violates: ['R5', 'R7']
  },
  {
    name: 'raft-commits-earlier-term',
    file: 'replication.js',
    find: 'index <= core.log.committed || core.log.term(index) !== core.term',
    replace: 'index <= core.log.committed',
    breaks: 'An entry of an earlier term is committed because a quorum has it.',
    bug: 'B2',
    violates: ['R4', 'R5']
  },
  {
    name: 'raft-commits-by-minority',
    file: 'quorum.js',
    find: 'values[Math.floor(voters.length / 2)]',
    replace: 'values[Math.floor((voters.length - 1) / 2) - 1 + (voters.length % 2 === 0 ? 1 : 0)]',
    breaks: 'One member too few has what is committed.',
    violates: ['R4', 'R5']
  },
  {
    name: 'raft-append-without-common-prefix',
    file: 'follower.js',
    find: 'if (!log.matches({ index: prevIndex, term: prevTerm }))',
    replace: 'if (prevIndex > log.lastIndex())',
    breaks: 'A follower appends behind an entry of another term than the leader has there.',
    violates: ['R3', 'R5'],
    outside: {
      suite: 'packages/raft-ts/test/random-schedules.test.ts',
      why: 'It takes two changes of leader while a member with entries of its own is cut off: some draws have that, most have not.'
    }
  },
  {
    name: 'raft-keeps-conflicting-entries',
    file: 'raft-log.js',
    find: 'entries.find((entry) => !this.matches(entry))',
    replace: 'entries.find((entry) => entry.index > this.lastIndex())',
    breaks: 'Entries that contradict those of the leader stay.',
    violates: ['R3', 'R5']
  },
  {
    name: 'raft-truncates-at-every-append',
    file: 'follower.js',
    find: 'const missing = log.firstMissing(entries);',
    replace: 'const missing = entries[0];',
    breaks: 'An append that comes late takes away the entries behind it, which were confirmed.',
    violates: ['R5', 'R7']
  },
  {
    name: 'raft-confirms-whole-log',
    file: 'follower.js',
    find: 'accept(core, from, lastIndex);',
    replace: 'accept(core, from, log.lastIndex());',
    breaks: 'A follower confirms entries of its own beyond what the leader was found to agree on.',
    violates: ['R4', 'R5', 'R7'],
    outside: {
      suite: 'packages/raft-ts/test/raft-paper.test.ts',
      why: 'It takes two changes of leader while a member with entries of its own is cut off.'
    }
  },
  {
    name: 'raft-heartbeat-commits-unconfirmed',
    file: 'replication.js',
    find: 'const commit = Math.min(progress.match, core.log.committed);',
    replace: 'const commit = core.log.committed;',
    breaks: 'A heartbeat lets a follower commit what it was not found to agree on.',
    violates: ['R4', 'R5']
  },
  {
    name: 'raft-overwritten-write-acknowledged',
    file: 'writes.js',
    find: 'write.stableTo = Math.min(write.stableTo, index - 1);',
    replace: 'write.stableTo = Math.max(write.stableTo, 0 * index);',
    breaks: 'The end of a write counts for the entries that took the place of those written.',
    bug: 'B4',
    violates: ['R5', 'R7'],
    outside: {
      suite: 'packages/raft-ts/test/regressions.test.ts',
      why: 'It takes a write that lasts longer than a change of leader and the way back.'
    }
  },
  {
    name: 'raft-sent-counts-as-held',
    file: 'progress.js',
    find: 'this.next += append.count;',
    replace: 'this.next += append.count;\n            this.match = this.next - 1;',
    breaks: 'A leader counts a follower for entries that it has sent, and not had confirmed.',
    violates: ['R4', 'R7']
  },
  {
    name: 'raft-leads-without-empty-entry',
    file: 'roles.js',
    find: "appendToOwnLog(core, [{ kind: 'empty', data: noData }]);",
    replace: '',
    breaks: 'A new leader does not open its term with an entry, and so never learns what is committed.',
    violates: ['L1', 'R8']
  }
])
