import { expect, test } from '@jest/globals'
import { foreignProtocol } from '../../src/framing/foreign-protocol.ts'

const admin = 'http://10.0.0.1:9644'
const seen = (bytes: string, adminUrl: string | undefined = admin) =>
  foreignProtocol(Buffer.from(bytes, 'latin1').subarray(0, 4), adminUrl)

test('a TLS hello is told from a size, and answered with a fatal alert', () => {
  const hello = seen('\x16\x03\x01\x00')
  expect(hello?.what).toContain('TLS hello')
  expect(hello?.what).toContain('security.protocol=PLAINTEXT')
  expect(hello?.answer).toEqual(Buffer.from('15030300020228', 'hex'))
})

test.each(['GET / HTTP/1.1', 'POST /x', 'HEAD /', 'OPTIONS *'])('%s gets an HTTP answer', (line) => {
  const http = seen(line)
  expect(http?.what).toContain('HTTP')
  const [head, body] = http!.answer!.toString().split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 400 /)
  expect(head).toContain(`Content-Length: ${body!.length}\r\n`)
  expect(body).toContain('Kafka protocol')
  expect(body).toContain(`${admin}/metrics`)
})

test('without an admin server no address is named', () => {
  expect(foreignProtocol(Buffer.from('GET '), undefined)?.answer?.toString()).toContain('admin.port=-1')
})

test('gRPC is told which setting is wrong, and gets no HTTP/1.1', () => {
  const grpc = seen('PRI * HTTP/2.0')
  expect(grpc?.what).toContain('controller.quorum.voters')
  expect(grpc?.answer).toBeUndefined()
})

test('anything else is not recognised', () => {
  expect(seen('\xff\xff\xff\xff')).toBeUndefined()
  expect(seen('\r\n\r\n')).toBeUndefined()
})
