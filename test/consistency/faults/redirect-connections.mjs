// Loaded into each broker process before its own code: connections to the other brokers' RPC ports go to a proxy of
// this pair of brokers instead, so that each link can be cut by itself. GREGOR_TEST_LINKS says where:
// {"<broker>": {"<RPC port>": <port of the proxy>}}.
import { Socket } from 'node:net'
import process from 'node:process'
import { ownBroker } from './own-broker.mjs'

const ports = JSON.parse(process.env.GREGOR_TEST_LINKS ?? '{}')[ownBroker] ?? {}
// oxlint-disable-next-line typescript/unbound-method -- it is called with the socket's own `this` below
const connect = Socket.prototype.connect

Socket.prototype.connect = function connectByProxy(...args) {
  // net.connect hands its arguments on as one array, with the options first.
  const list = Array.isArray(args[0]) ? args[0] : args
  const proxy = ports[list[0]?.port]
  if (proxy !== undefined) list[0] = { ...list[0], port: proxy }
  return connect.apply(this, args)
}
