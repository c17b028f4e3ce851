import { expect, test } from '@jest/globals'
import { foreignProtocol } from '../../src/framing/foreign-protocol.ts'

test('a TLS hello is told from a size', () => {
  const hello = foreignProtocol(Buffer.from('16030100', 'hex'))
  expect(hello?.what).toContain('TLS hello')
  expect(hello?.answer).toBeUndefined()
})

test.each(['GET / HTTP/1.1', 'POST /x', 'HEAD /', 'OPTIONS *', 'PRI * HTTP/2.0'])('%s gets an HTTP answer', (line) => {
  const http = foreignProtocol(Buffer.from(line).subarray(0, 4))
  expect(http?.what).toContain('HTTP')
  expect(http?.answer).toMatch(/^HTTP\/1\.1 400 /)
})

test('anything else is not recognised', () => {
  expect(foreignProtocol(Buffer.from('ffffffff', 'hex'))).toBeUndefined()
  expect(foreignProtocol(Buffer.from('\r\n\r\n'))).toBeUndefined()
})
