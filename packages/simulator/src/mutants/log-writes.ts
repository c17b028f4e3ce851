import { mutantsOf } from './mutant.ts'

/** How a log gets to the disk, and what counts as flushed. */
export const logWriteMutants = mutantsOf('log', [
  {
    name: 'log-flush-without-sync',
    file: 'flush-log.js',
    find: 'await file.write(chunks, segment.writtenBytes);\n        if (sync)\n            await file.sync();',
    replace: 'await file.write(chunks, segment.writtenBytes);',
    breaks: 'What is acknowledged is written, and not synced.',
    bug: 'B19',
    violates: ['P3', 'S1']
  },
  {
    name: 'log-flush-for-marks-only',
    file: 'flush-log.js',
    find: '(options.sync || flushBeforeAck || mark !== undefined)',
    replace: '(options.sync || mark !== undefined)',
    breaks: 'flush.before.ack is not heeded.',
    bug: 'B19',
    violates: ['P3', 'S1']
  },
  {
    name: 'log-flushed-too-far',
    file: 'flush-log.js',
    find: 'advance(state, nextOffset, sync);',
    replace: 'advance(state, state.logEndOffset, sync);',
    breaks: 'What was appended while a flush was under way counts as flushed by it.',
    bug: 'B19',
    violates: ['P3', 'S1']
  },
  {
    name: 'log-name-not-synced',
    file: 'flush-log.js',
    find: 'await services.fileSystem.syncFolder(state.folder);\n        segment.nameDurable = true;',
    replace: 'segment.nameDurable = true;',
    breaks: 'The folder of a new segment is not synced: a power cut takes the file.',
    violates: ['P3', 'S1']
  },
  {
    name: 'log-closed-segment-not-synced',
    file: 'flush-log.js',
    find: 'await writeSegment(state, services, segment, { to: segment.sizeBytes, sync: true });',
    replace: 'await writeSegment(state, services, segment, { to: segment.sizeBytes, sync: false });',
    breaks: 'A segment that was closed counts as durable without a sync.',
    violates: ['P3', 'S1']
  },
  {
    name: 'log-failed-sync-counts',
    file: 'flush-log.js',
    find: 'await file.write(chunks, segment.writtenBytes);\n        if (sync)\n            await file.sync();',
    replace:
      'await file.write(chunks, segment.writtenBytes);\n        if (sync)\n            await file.sync().catch(() => { });',
    breaks: 'A sync that failed counts as done.',
    violates: ['P3', 'S1'],
    outside: {
      suite: 'packages/log/test/flush.test.ts',
      why: 'The simulated disk keeps what a failed sync left behind, and the next sync makes it durable.'
    }
  },
  {
    name: 'log-reads-beyond-limit',
    file: 'tail-cache.js',
    find: 'const ended = countWhile(slab.nextOffsets, (next) => next <= wanted.upTo);',
    replace: 'const ended = slab.nextOffsets.length;',
    breaks: 'Reads from memory go beyond the high watermark.',
    violates: ['P13']
  },
  {
    name: 'log-serves-truncated-batches',
    file: 'truncate-log.js',
    find: 'state.tail.clear();',
    replace: '',
    breaks: 'Batches that were truncated are still served from memory.',
    violates: ['P10', 'P13']
  },
  {
    name: 'log-empty-epochs-not-truncated',
    file: 'truncate-log.js',
    find: 'if (state.epochs.truncateFromEnd(offset))',
    replace: 'if (offset < 0)',
    breaks: 'A truncation at the end of the log leaves the leaderships that appended nothing.',
    bug: 'B13',
    violates: ['L1', 'P11']
  },
  {
    name: 'log-epoch-ends-too-early',
    file: 'epoch-cache.js',
    find: 'if (entry.epoch > epoch)',
    replace: 'if (entry.epoch >= epoch)',
    breaks: 'The end of an epoch is looked up as that of the one before.',
    bug: 'B14',
    violates: ['P11', 'L1']
  }
])
