import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { ApiVersionsApi, type ApiVersionsRequestInput } from '@gregor/protocol/messages/api-versions'
import { CLUSTER_ID } from '../support/fake-cluster.ts'
import { Harness } from '../support/harness.ts'

const software: ApiVersionsRequestInput = { clientSoftwareName: 'apache-kafka-java', clientSoftwareVersion: '4.4.0' }

test('features are told from v3 on, those with a level 0 from v4 on', async () => {
  const harness = new Harness()
  const at = async (version: number) => await harness.call(ApiVersionsApi, version, software)
  expect((await at(2)).finalizedFeatures).toEqual([])
  expect((await at(3)).supportedFeatures).toEqual([])
  const newest = await at(4)
  expect(newest.supportedFeatures.map(({ name }) => name)).toContain('eligible.leader.replicas.version')
  expect(newest.finalizedFeaturesEpoch).toBe(harness.cluster.image.appliedIndex)
})

describe('v5: the client says whom it means', () => {
  test.each<[string, Partial<ApiVersionsRequestInput>, number]>([
    ['nobody in particular', {}, 0],
    ['this cluster and node', { clusterId: CLUSTER_ID, nodeId: 1 }, 0],
    ['another cluster', { clusterId: 'other' }, ErrorCode.REBOOTSTRAP_REQUIRED],
    ['another node', { clusterId: CLUSTER_ID, nodeId: 2 }, ErrorCode.REBOOTSTRAP_REQUIRED]
  ])('%s', async (_name, whom, errorCode) => {
    const response = await new Harness().call(ApiVersionsApi, 5, { ...software, ...whom })
    expect(response.errorCode).toBe(errorCode)
  })
})

test.each(['', '-starts', 'ends.', 'new\nline', 'ünicode', '\u001b[31m'])(
  'software named %j is refused',
  async (name) => {
    const response = await new Harness().call(ApiVersionsApi, 3, { ...software, clientSoftwareName: name })
    expect(response).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, apiKeys: [] })
  }
)
