import { api, array, bool, int16, int32, int64, string, struct } from '../schema.ts'

/**
 * Tells which versions of which APIs are served, and the finalized features. The response header is always version 0,
 * so that any client can read it (KIP-511). Version 5 checks the cluster and node that the client expects (KIP-1242).
 */
export const apiVersions = api({
  key: 18,
  name: 'ApiVersions',
  versions: '0-5',
  flexible: '3+',
  request: [
    string('clientSoftwareName', '3+', { ignorable: true }),
    string('clientSoftwareVersion', '3+', { ignorable: true }),
    string('clusterId', '5+', { nullable: '5+', default: null, ignorable: true }),
    int32('nodeId', '5+', { default: -1, ignorable: true })
  ],
  response: [
    int16('errorCode', '0+'),
    array(
      'apiKeys',
      '0+',
      struct('ApiVersion', [int16('apiKey', '0+'), int16('minVersion', '0+'), int16('maxVersion', '0+')])
    ),
    int32('throttleTimeMs', '1+', { ignorable: true }),
    array(
      'supportedFeatures',
      '3+',
      struct('SupportedFeatureKey', [string('name', '3+'), int16('minVersion', '3+'), int16('maxVersion', '3+')]),
      { tag: 0, ignorable: true }
    ),
    int64('finalizedFeaturesEpoch', '3+', { tag: 1, default: -1, ignorable: true }),
    array(
      'finalizedFeatures',
      '3+',
      struct('FinalizedFeatureKey', [
        string('name', '3+'),
        int16('maxVersionLevel', '3+'),
        int16('minVersionLevel', '3+')
      ]),
      { tag: 2, ignorable: true }
    ),
    bool('zkMigrationReady', '3+', { tag: 3, default: false, ignorable: true })
  ]
})
