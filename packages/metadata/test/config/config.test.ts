import { BrokerId, formatConfigValue } from '@gregor/base'
import { describe, expect, test } from '@jest/globals'
import {
  allBrokerKeys,
  brokerConfigSources,
  brokerKeys,
  MetadataStore,
  parseBrokerConfig,
  resolveBrokerEntry,
  resolveTopicConfig,
  resolveTopicEntry,
  toLogConfig,
  topicKeys,
  validateDynamicBrokerConfig,
  validateTopicConfig,
  type BrokerConfig,
  type BrokerConfigSources
} from '../../src/index.ts'

function config(entries: Readonly<Record<string, string>> = {}): BrokerConfig {
  return parseBrokerConfig(new Map(Object.entries(entries))).config
}

/** What broker 1 sees with this file and these dynamic settings. */
function sources(
  file: Readonly<Record<string, string>> = {},
  dynamic: Readonly<Record<string, Readonly<Record<string, string>>>> = {}
): BrokerConfigSources {
  const image = new MetadataStore()
  let index = 0
  for (const [resourceName, values] of Object.entries(dynamic)) {
    for (const [key, value] of Object.entries(values)) {
      image.replay(++index, [{ type: 'config', resourceType: 4, resourceName, key, value }])
    }
  }
  return brokerConfigSources(image, BrokerId(1), config(file))
}

describe('the tables of keys', () => {
  test.each([...allBrokerKeys])('broker key %s has its own name and says what it does', (name, key) => {
    expect(key.name).toBe(name)
    expect(key.doc).toMatch(/^[A-Z].*[.]$/s)
  })

  test.each(Object.entries(topicKeys))(
    'topic key %s has its name, a doc and a default that a broker may set',
    (name, key) => {
      expect(key.name).toBe(name)
      expect(key.doc).toMatch(/^[A-Z].*[.]$/s)
      expect(allBrokerKeys.has(key.brokerDefault ?? '')).toBe(true)
    }
  )

  test('every default is a value that its key takes', () => {
    const texts = [...allBrokerKeys.values()].flatMap(({ name, defaultValue }) =>
      defaultValue === undefined || defaultValue === '' ? [] : [[name, formatConfigValue(defaultValue)] as const]
    )
    expect(parseBrokerConfig(new Map(texts)).problems).toEqual([])
  })

  test('a topic and its broker key have the same default', () => {
    for (const { name, defaultValue, brokerDefault } of Object.values(topicKeys)) {
      const broker = allBrokerKeys.get(brokerDefault ?? '')!.defaultValue
      if (broker !== undefined) expect([name, broker]).toEqual([name, defaultValue])
    }
  })
})

describe('a config file', () => {
  test('gives typed values, and defaults for the rest', () => {
    const { values } = config({ 'node.id': '3', 'log.dirs': '/a, /b', 'auto.create.topics.enable': 'FALSE' })
    expect([values['node.id'], values['log.dirs'], values['auto.create.topics.enable']]).toEqual([
      3,
      ['/a', '/b'],
      false
    ])
    expect([values['num.partitions'], values['log.retention.ms'], values['broker.rack']]).toEqual([
      1,
      undefined,
      undefined
    ])
  })

  test('says every bad value, what is allowed, and the key that was probably meant', () => {
    const text = { 'num.partitions': 'many', 'min.insync.replicas': '0', 'num.patitions': '3', zzz: '1' }
    const { problems, unknown } = parseBrokerConfig(new Map(Object.entries(text)))
    expect(problems).toEqual([
      { key: 'num.partitions', value: 'many', allowed: 'a whole number from 1 to 2147483647' },
      { key: 'min.insync.replicas', value: '0', allowed: 'a whole number from 1 to 2147483647' }
    ])
    expect(unknown).toEqual([
      { key: 'num.patitions', nearest: 'num.partitions' },
      { key: 'zzz', nearest: undefined }
    ])
  })

  test('settings that tune a JVM are known, and have no effect', () => {
    const { problems, unknown } = parseBrokerConfig(new Map([['num.io.threads', '8']]))
    expect([problems, unknown, allBrokerKeys.get('num.io.threads')?.ignored]).toEqual([[], [], true])
    expect(brokerKeys).not.toHaveProperty(['num.io.threads'])
  })
})

describe('a topic config', () => {
  const retention = (own: string | undefined, from: BrokerConfigSources): unknown => {
    const { value, source } = resolveTopicEntry(
      'retention.ms',
      new Map(own === undefined ? [] : [['retention.ms', own]]),
      from
    )
    return [value, source]
  }

  test('comes from the topic, else the broker by any of its names, else the default', () => {
    const file = { 'log.retention.hours': '2', 'log.retention.minutes': '5' }
    expect(retention('1', sources(file))).toEqual(['1', 1])
    const dynamic = { '': { 'log.retention.ms': '8' }, '1': { 'log.retention.ms': '9' } }
    expect(retention(undefined, sources(file, dynamic))).toEqual(['9', 2])
    expect(retention(undefined, sources(file, { '': dynamic[''] }))).toEqual(['8', 3])
    expect(retention(undefined, sources(file))).toEqual(['300000', 4])
    expect(retention(undefined, sources({ 'log.retention.hours': '2' }))).toEqual(['7200000', 4])
    expect(retention(undefined, sources({ 'log.retention.hours': '-1' }))).toEqual(['-1', 4])
    expect(retention(undefined, sources())).toEqual(['604800000', 5])
  })

  test('names all places that set it, the one in force first', () => {
    const { synonyms } = resolveTopicEntry(
      'retention.ms',
      new Map([['retention.ms', '1']]),
      sources({ 'log.retention.hours': '2' })
    )
    expect(synonyms.map(({ name, value, source }) => `${source} ${name}=${value}`)).toEqual([
      '1 retention.ms=1',
      '4 log.retention.hours=7200000',
      '5 log.retention.hours=604800000'
    ])
  })

  test('becomes the settings of a log', () => {
    const overrides = new Map([
      ['cleanup.policy', 'compact,delete'],
      ['segment.bytes', '1048576'],
      ['message.timestamp.type', 'LogAppendTime']
    ])
    const log = toLogConfig(resolveTopicConfig(overrides, sources()), config().values)
    const wanted = {
      deletes: true,
      compacts: true,
      segmentBytes: 1_048_576,
      logAppendTime: true,
      retentionMs: 604_800_000
    }
    expect(log).toMatchObject(wanted)
  })

  test('is checked in words', () => {
    const check = (name: string, value: string): unknown => validateTopicConfig(new Map([[name, value]]))
    expect(check('retention.ms', '5')).toEqual({ ok: true, value: undefined })
    expect(check('retention.sm', '5')).toMatchObject({ error: expect.stringContaining('did you mean retention.ms?') })
    const value = 'Invalid value x for topic config cleanup.policy: it takes a comma-separated list of: compact, delete'
    expect(check('cleanup.policy', 'x')).toEqual({ ok: false, error: value })
  })
})

describe('a broker config', () => {
  test('changes without a restart only where it says so', () => {
    expect(validateDynamicBrokerConfig('log.retention.ms', '5').ok).toBe(true)
    expect(validateDynamicBrokerConfig('node.id', '5')).toMatchObject({ error: expect.stringContaining('config file') })
    expect(validateDynamicBrokerConfig('log.retention.ms', 'x').ok).toBe(false)
  })

  test('is described with its source; one that is not set has no value', () => {
    expect(resolveBrokerEntry('num.partitions', sources({ 'num.partitions': '4' }))).toMatchObject({
      value: '4',
      source: 4
    })
    expect(resolveBrokerEntry('broker.rack', sources())).toMatchObject({ value: undefined, source: 5 })
    expect(resolveBrokerEntry('nonsense', sources())).toBeUndefined()
  })
})
