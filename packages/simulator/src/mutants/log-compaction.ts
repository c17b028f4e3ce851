import { mutantsOf } from './mutant.ts'

/** What compaction leaves of a log. */
export const logCompactionMutants = mutantsOf('log', [
  {
    name: 'compaction-drops-newest',
    file: 'clean-batch.js',
    find: 'record.offset < newestOffset',
    replace: 'record.offset <= newestOffset',
    breaks: 'Compaction removes the newest record of a key too.',
    violates: ['P15', 'C3'],
    outside: {
      suite: 'packages/log/test/compaction.test.ts',
      why: 'A run of some seconds seldom compacts, and seldom loads what it has compacted.'
    }
  },
  {
    name: 'compaction-not-synced',
    file: 'compact-log.js',
    find: 'await file.sync();',
    replace: '',
    breaks: 'A compacted file takes its place before its content is durable.',
    violates: ['P15', 'C3', 'S1'],
    outside: {
      suite: 'packages/log/test/compaction.test.ts',
      why: 'A run of some seconds seldom compacts, and seldom loses power at that moment.'
    }
  }
])
