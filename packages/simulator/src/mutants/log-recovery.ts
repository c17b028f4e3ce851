import { mutantsOf } from './mutant.ts'

/** What a log is after a crash, and what it remembers of producers. */
export const logRecoveryMutants = mutantsOf('log', [
  {
    name: 'recovery-skipped',
    file: 'log-manager.js',
    find: 'clean: folder.cleanEpoch !== undefined || !known',
    replace: 'clean: true',
    breaks: 'After a crash the log is taken as it is.',
    violates: ['P3', 'S1']
  },
  {
    name: 'recovery-cuts-too-much',
    file: 'recover-log.js',
    find: 'file.truncate(check.position)',
    replace: 'file.truncate(0 * check.position)',
    breaks: 'Where a torn tail is to be cut, all of its segment is.',
    violates: ['P3', 'S1', 'L1']
  },
  {
    name: 'recovery-ignores-crc',
    file: 'recover-segment.js',
    find: 'hasValidCrc(buffer, at) &&',
    replace: '',
    breaks: 'A batch of which sectors were lost counts as good.',
    bug: 'B22',
    violates: ['P10', 'S1'],
    outside: {
      suite: 'packages/log/test/recovery.test.ts',
      why: 'Batches are smaller than a sector: a header seldom outlives its records.'
    }
  },
  {
    name: 'recovery-takes-a-flip-for-torn',
    file: 'recover-segment.js',
    find: 'if (isOneBitOff(bad, gaps ? undefined : nextOffset))',
    replace: 'if (isOneBitOff(bad, gaps ? undefined : nextOffset) && bad.length > segment.sizeBytes)',
    breaks: 'A last batch with a flipped bit is cut off like a torn one.',
    bug: 'B22',
    violates: ['P3', 'P6'],
    outside: {
      suite: 'packages/log/test/recovery.test.ts',
      why: 'The bit must be flipped in the last batch of a log whose replica still counts.'
    }
  },
  {
    name: 'scrub-ignores-crc',
    file: 'scrub-log.js',
    find: 'if (!hasValidCrc(piece, at))',
    replace: 'if (!hasValidCrc(piece, at) && place.endBytes < 0)',
    breaks: 'The scrub looks at headers only.',
    bug: 'B22',
    violates: ['P10', 'S1'],
    outside: {
      suite: 'packages/log/test/scrub.test.ts',
      why: 'In runs so short a start after a crash looks at nearly everything, and the scrub finds little.'
    }
  },
  {
    name: 'copies-ignore-crc',
    file: 'read-log.js',
    find: 'if (hasValidCrc(records, at))',
    replace: 'if (records.length > 0)',
    breaks:
      'Compaction and reads for followers copy damaged records, compaction with a checksum that says that they are good.',
    bug: 'B22',
    violates: ['P10', 'S1'],
    outside: {
      suite: 'packages/log/test/scrub.test.ts',
      why: 'Runs are too short for compaction to come to what was damaged.'
    }
  },
  {
    name: 'recovery-point-ahead',
    file: 'partition-log.js',
    find: 'return this.#state.syncedOffset;',
    replace: 'return this.#state.syncedOffset + 1;',
    breaks: 'The recovery point is one ahead of what is durable.',
    violates: ['P3', 'S1', 'L1']
  },
  {
    name: 'clean-marker-stays',
    file: 'log-folder.js',
    find: 'await fileSystem.remove(path);\n    await fileSystem.syncFolder(folder);',
    replace: '',
    breaks: 'The marker of a clean shutdown stays, and vouches for the next crash too.',
    violates: ['P3', 'S1'],
    outside: {
      suite: 'packages/log/test/crash.test.ts',
      why: 'It takes a clean stop, a power cut that tears a log at its next life, and another start.'
    }
  },
  {
    name: 'failed-log-dir-is-asked-again',
    file: 'log-dir-failure.js',
    find: 'if (failure !== undefined)\n            throw failure;',
    replace: '',
    breaks: 'A log dir whose disk failed is written to as soon as the disk takes it.',
    violates: ['P3'],
    outside: {
      suite: 'packages/log/test/log-dirs.test.ts',
      why: 'All its logs have failed with it: only checkpoints and markers would be written.'
    }
  },
  {
    name: 'old-copy-kept',
    file: 'log-copies.js',
    find: 'known?.epoch === lastEpoch && known.endOffset >= logEndOffset',
    replace: 'true',
    breaks: 'When a log dir is back, the old copy of a log takes the place of the one that began anew meanwhile.',
    violates: ['P3']
  },
  {
    name: 'old-copy-trusted',
    file: 'log-manager.js',
    find: 'places.some(({ path }) => !history.missed(path))',
    replace: 'places.length > 0',
    breaks: 'A log dir that was offline is trusted while a newer copy may be in another that is offline now.',
    violates: ['P3'],
    outside: {
      suite: 'packages/log/test/log-dirs.test.ts',
      why: 'Only one log dir of a node fails.'
    }
  },
  {
    name: 'start-takes-all-for-committed',
    file: 'load-log.js',
    find: 'Math.min(Math.max(options.highWatermark ?? 0, logStartOffset), logEndOffset)',
    replace: 'logEndOffset',
    breaks: 'After a start all that the log holds counts as committed.',
    violates: ['P12', 'P13']
  },
  {
    name: 'producers-not-tracked',
    file: 'append-batch.js',
    find: 'trackProducer(state.producers, source, header);',
    replace: 'undefined;',
    breaks: 'Batches that come again are appended again.',
    bug: 'B23',
    violates: ['T1', 'P3']
  },
  {
    name: 'producers-lost-at-start',
    file: 'load-log.js',
    find: 'state.producers = await loadProducersAndAborted(state, services, snapshots);',
    replace: 'state.producers = new ProducerStates();',
    breaks: 'A start forgets the producers: what was acknowledged before it is appended again.',
    bug: 'B23',
    violates: ['T1']
  },
  {
    name: 'producers-not-truncated',
    file: 'truncate-log.js',
    find: 'state.producers = await loadProducers(state, services, snapshots);',
    replace: '',
    breaks: 'A producer’s batch that was truncated still counts as there, and is acknowledged when it comes again.',
    bug: 'B31',
    violates: ['P3', 'T1']
  },
  {
    name: 'producers-remember-one-batch',
    file: 'producer-state.js',
    find: 'export const REMEMBERED_BATCHES = 5;',
    replace: 'export const REMEMBERED_BATCHES = 1;',
    breaks: 'Of the batches in flight only the last is recognised when it comes again.',
    bug: 'B23',
    violates: ['T1', 'L1']
  },
  {
    name: 'producers-sequence-unchecked',
    file: 'producer-state.js',
    find: 'if (batch.baseSequence === (last + 1) % SEQUENCE_MODULUS)',
    replace: 'if (batch.baseSequence !== last)',
    breaks: 'A batch is appended although the one before it never came.',
    bug: 'B23',
    violates: ['T1']
  },
  {
    name: 'producers-repeat-has-other-offset',
    file: 'append-leader.js',
    find: 'const baseOffset = Offset(lastOffset - offsetDelta);',
    replace: 'const baseOffset = Offset(lastOffset + offsetDelta);',
    breaks: 'The answer to a batch that came again names another offset than the batch has.',
    bug: 'B26',
    violates: ['T1', 'P3']
  },
  {
    name: 'producers-repeat-not-recognised',
    file: 'producer-state.js',
    find: 'if (repeated !== undefined)',
    replace: 'if (repeated === entry)',
    breaks: 'A batch that comes again is answered as out of order.',
    bug: 'B23',
    violates: ['T1', 'L1']
  }
])
