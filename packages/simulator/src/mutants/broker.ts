import { mutantsOf } from './mutant.ts'

/** What clients meet first, and how the parts are put together. */
export const brokerMutants = [
  ...mutantsOf('broker', [
    {
      name: 'produce-acks-all-is-one',
      file: 'handlers/00-produce.js',
      find: "ports.replicas.append({ acks, timeoutMs, origin: 'client', entries: verified.entries }",
      replace: "ports.replicas.append({ acks: Math.abs(acks), timeoutMs, origin: 'client', entries: verified.entries }",
      breaks: 'acks=all is taken for acks=1.',
      violates: ['P3', 'P4']
    },
    {
      name: 'produce-answers-first-partition',
      file: 'handlers/00-produce.js',
      find: 'entry: entries.length - 1 };',
      replace: 'entry: 0 };',
      breaks: 'All partitions of a request get the answer of the first.',
      bug: 'B29',
      violates: ['T1', 'P3']
    },
    {
      name: 'producer-id-given-twice',
      file: 'producer-ids.js',
      find: 'return ProducerId(this.next++);',
      replace: 'return ProducerId(this.next - (this.next++ % 2));',
      breaks: 'Two producers get one id.',
      violates: ['T1', 'P3']
    }
  ]),
  ...mutantsOf('server', [
    {
      name: 'offsets-acked-by-leader-alone',
      file: 'node/coordinator-log.js',
      find: 'replicas.append({ acks: -1, timeoutMs',
      replace: 'replicas.append({ acks: 1, timeoutMs',
      breaks: 'A commit is confirmed when the coordinator’s own broker has it.',
      violates: ['C3']
    },
    {
      name: 'min-isr-of-topic-ignored',
      file: 'node/topic-settings.js',
      find: "minInsyncReplicas: resolved['min.insync.replicas']",
      replace: 'minInsyncReplicas: 1',
      breaks: 'min.insync.replicas of a topic is not heeded by its leader.',
      violates: ['P4', 'P5']
    },
    {
      name: 'storage-id-survives-wipe',
      file: 'node/meta-properties.js',
      find: 'directoryId: randomUuid(random)',
      replace: "directoryId: (randomUuid(random), 'AAAAAAAAAAAAAAAAAAAAAA')",
      breaks: 'A new folder has the id of the one that was lost.',
      bug: 'B18',
      violates: ['P3', 'P8']
    }
  ]),
  ...mutantsOf('metadata', [
    {
      name: 'image-forgets-producer-ids',
      file: 'image/image-records.js',
      find: 'if (image.nextProducerId > 0)',
      replace: 'if (image.nextProducerId < 0)',
      breaks: 'A copy of the metadata does not say which producer ids are taken.',
      violates: ['T1', 'P3']
    },
    {
      name: 'image-snapshot-on-top',
      file: 'image/metadata-store.js',
      find: 'const before = this.#detach();',
      replace: 'const before = this.clone();\n        this.#appliedIndex = 0;',
      breaks: 'A snapshot is added to the metadata that are there, and does not take their place.',
      violates: ['P2', 'R5']
    },
    {
      name: 'image-forgets-fencing',
      file: 'image/metadata-store.js',
      find: '{ ...registration, fenced, inControlledShutdown }',
      replace: '{ ...registration, fenced: registration.fenced && fenced, inControlledShutdown }',
      breaks: 'A broker that was unfenced once never counts as fenced.',
      violates: ['P9', 'L1']
    }
  ])
]
