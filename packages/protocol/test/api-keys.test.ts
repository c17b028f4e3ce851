import { describe, expect, test } from '@jest/globals'
import {
  advertisedVersionMin,
  API_KEYS,
  ApiKey,
  apiKeyInfo,
  requestHeaderVersion,
  responseHeaderVersion
} from '../src/api-keys.ts'

describe('API keys', () => {
  test('are in order and known by key and by name', () => {
    const keys = API_KEYS.map(({ key }) => key)
    expect(keys).toEqual([...keys].sort((left, right) => left - right))
    for (const info of API_KEYS) {
      expect(apiKeyInfo(info.key)).toBe(info)
      expect(ApiKey[info.name]).toBe(info.key)
    }
  })

  test('unstable versions are left out: InitProducerId ends at 5 (KIP-939)', () => {
    expect(apiKeyInfo(ApiKey.InitProducerId)?.versions).toEqual({ min: 0, max: 5 })
  })

  test('only Produce is advertised below what is served (KAFKA-18659)', () => {
    const lower = API_KEYS.filter((info) => advertisedVersionMin(info) !== info.versions.min)
    expect(lower.map(({ name }) => name)).toEqual(['Produce'])
  })

  test('SaslHandshake and OffsetDelete are never flexible', () => {
    const never = API_KEYS.filter(({ flexibleFrom, versions }) => flexibleFrom > versions.max)
    expect(never.map(({ name }) => name)).toEqual(['SaslHandshake', 'OffsetDelete'])
  })

  test('header versions follow flexibility, but the response of ApiVersions keeps 0', () => {
    for (const info of API_KEYS) {
      for (let version = info.versions.min; version <= info.versions.max; version++) {
        const flexible = version >= info.flexibleFrom
        expect(requestHeaderVersion(info, version)).toBe(flexible ? 2 : 1)
        expect(responseHeaderVersion(info, version)).toBe(flexible && info.name !== 'ApiVersions' ? 1 : 0)
      }
    }
  })
})
