import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { API_KEYS } from '../../src/api-keys.ts'
import { Reader } from '../../src/wire/reader.ts'
import { Writer } from '../../src/wire/writer.ts'
import { type AnyApi, loadApis } from '../support/codecs.ts'

/**
 * Messages that the classes of kafka-clients 4.4.0 wrote, their fields filled at random: one of each kind, key and
 * version. Columns: key, kind, version, bytes in base64.
 */
interface JavaMessage {
  readonly key: number
  readonly kind: string
  readonly version: number
  readonly bytes: Buffer
}

const messages: JavaMessage[] = readFileSync(new URL('../fixtures/java-messages.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [key, kind, version, bytes] = line.split('\t') as [string, string, string, string]
    return { key: Number(key), kind, version: Number(version), bytes: Buffer.from(bytes, 'base64') }
  })

const apis = await loadApis()

function recode(api: AnyApi, { kind, version, bytes }: JavaMessage): Buffer {
  const reader = new Reader(bytes)
  const writer = new Writer()
  if (kind === 'request') api.encodeRequest(writer, api.decodeRequest(reader, version), version)
  else api.encodeResponse(writer, api.decodeResponse(reader, version), version)
  expect(reader.remaining).toBe(0)
  return writer.toBuffer()
}

describe('messages that Java wrote', () => {
  test.each(API_KEYS)(
    '$name: every version is read to its end and written again byte for byte',
    ({ key, versions }) => {
      const own = messages.filter((message) => message.key === key)
      expect(own).toHaveLength((versions.max - versions.min + 1) * 2)
      for (const message of own) {
        expect({ ...message, bytes: recode(apis.get(key)!, message).toString('hex') }).toEqual({
          ...message,
          bytes: message.bytes.toString('hex')
        })
      }
    }
  )
})
