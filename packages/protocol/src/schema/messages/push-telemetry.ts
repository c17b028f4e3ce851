import { api, bool, bytes, int16, int32, int8, uuid } from '../schema.ts'

/** Pushes client metrics as OTLP (KIP-714). */
export const pushTelemetry = api({
  key: 72,
  name: 'PushTelemetry',
  versions: '0-0',
  flexible: '0+',
  request: [
    uuid('clientInstanceId', '0+'),
    int32('subscriptionId', '0+'),
    bool('terminating', '0+'),
    int8('compressionType', '0+'),
    bytes('metrics', '0+')
  ],
  response: [int32('throttleTimeMs', '0+'), int16('errorCode', '0+')]
})
