import { mutantsOf } from './mutant.ts'

/** The journal that makes the batches of many logs durable at once. */
export const logJournalMutants = mutantsOf('log', [
  {
    name: 'journal-not-synced',
    file: 'journal/journal.js',
    find: "await fileSystem.open(path, 'durable')",
    replace: "await fileSystem.open(path, 'create')",
    breaks: 'What goes into the journal counts as flushed before it is durable.',
    violates: ['P3', 'P5', 'P7', 'S1']
  },
  {
    name: 'journal-name-not-durable',
    file: 'journal/journal.js',
    find: 'if (isNew)\n            await this.#options.fileSystem.syncFolder(this.#options.folder);',
    replace: '',
    breaks: 'A new file of the journal may be gone, with its name, after a power cut.',
    violates: ['P3', 'P5', 'P7', 'S1']
  },
  {
    name: 'journal-not-replayed',
    file: 'log-folder.js',
    find: 'await replayJournal(services, { path, partitions: unopened });',
    replace: 'await removeJournal(fileSystem, path);',
    breaks: 'A start after a crash throws the journal away.',
    violates: ['P3', 'P5', 'P7', 'S1']
  },
  {
    name: 'journal-survives-truncation',
    file: 'partition-log.js',
    find: 'return this.#host.journal.forget({ name: basename(folder), topicId: identity.topicId });',
    replace: 'return Promise.resolve(void [basename(folder), identity]);',
    breaks: 'A start after a crash puts back what was truncated, over what took its place.',
    violates: ['P10', 'P12', 'P3', 'S1'],
    outside: {
      suite: 'packages/log/test/power-cuts/removals.test.ts',
      why: 'A run of some seconds seldom truncates a log of which the journal has something, and crashes before its file goes.'
    }
  },
  {
    name: 'journal-gone-too-soon',
    file: 'journal/journal.js',
    find: 'settled = (await settle(name)) && settled;',
    replace: 'settled = Boolean(name) && settled;',
    breaks: 'A full file of the journal goes before the logs have durably what it has.',
    violates: ['P3', 'P5', 'P7', 'S1']
  },
  {
    name: 'journal-removed-before-sync',
    file: 'journal/replay.js',
    find: 'await file.sync();',
    replace: '',
    breaks: 'A start removes the journal before what it copied to the logs is durable.',
    violates: ['P3', 'P5', 'P7', 'S1'],
    outside: {
      suite: 'packages/log/test/power-cuts/recovery.test.ts',
      why: 'The recovery that follows syncs the same files at once: only a second power cut between the two shows it.'
    }
  }
])
