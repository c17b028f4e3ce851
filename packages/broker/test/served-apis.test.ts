import { expect, test } from '@jest/globals'
import { API_KEYS } from '@gregor/protocol'
import { servedApis } from '../src/served-apis.ts'
import { Harness } from './support/harness.ts'

test('the reference lists exactly what ApiVersions advertises', () => {
  const advertised = new Harness().registry.advertised.map(({ apiKey, minVersion, maxVersion }) => [
    apiKey,
    minVersion,
    maxVersion
  ])
  expect(servedApis().map(({ key, min, max }) => [key, min, max])).toEqual(advertised)
})

test('every API is served up to the newest stable version of its schema', () => {
  const newest = new Map(API_KEYS.map(({ key, versions }) => [key, versions.max]))
  expect(servedApis().map(({ key, max }) => [key, max])).toEqual(servedApis().map(({ key }) => [key, newest.get(key)]))
})
