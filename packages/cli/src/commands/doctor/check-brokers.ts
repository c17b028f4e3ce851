import { addressText } from '../../client/address.ts'
import { count, list } from '../../format/table.ts'
import { bytes, duration } from '../../format/units.ts'
import type { BrokerFacts } from './broker-facts.ts'
import { type Check, type Finding, problem, remark } from './finding.ts'

/** Whether every advertised address answers, and the controller hears from every broker. */
export function checkReach(facts: readonly BrokerFacts[]): Check {
  const findings = facts.flatMap(({ broker, failure }): Finding[] => {
    const { id, fenced } = broker
    const at = `broker ${id} at ${addressText(broker)}`
    if (fenced && failure !== undefined) return [problem(`${at} is down: ${failure}`, `start broker ${id}`)]
    if (fenced) {
      const todo = `look at the log of broker ${id}: can it reach the controllers' addresses?`
      return [problem(`${at} is fenced although it answers: the controller does not hear from it`, todo)]
    }
    if (failure === undefined) return []
    return [
      problem(
        `${at} cannot be reached from here, although the cluster takes it for alive: ${failure}`,
        `correct advertised.listeners of broker ${id}, or the network between`
      )
    ]
  })
  findings.push(...sharedAddresses(facts))
  return { name: 'brokers', summary: `${count(facts.length, 'broker')} at their advertised addresses`, findings }
}

/** Brokers that send their clients to the same address: one of them gets what is meant for the other. */
function sharedAddresses(facts: readonly BrokerFacts[]): Finding[] {
  const byAddress = groups(facts, ({ broker }) => addressText(broker))
  return byAddress.flatMap(([address, ids]) =>
    ids.length === 1
      ? []
      : [problem(`brokers ${list(ids)} all advertise ${address}`, 'give each its own advertised.listeners')]
  )
}

/** Whether all are one cluster, agree on who is alive, and speak the same versions. */
export function checkAgreement(facts: readonly BrokerFacts[]): Check {
  const findings: Finding[] = []
  const ids = groups(facts, ({ clusterId }) => clusterId)
  if (ids.length > 1)
    findings.push(
      problem(
        `there are several clusters behind these addresses: ${ids.map(([id, who]) => `${id} (broker ${list(who)})`).join(', ')}`,
        'correct the addresses, or the log.dirs of the broker that is in the wrong cluster'
      )
    )
  const views = groups(facts, ({ sees }) => sees?.join(','))
  if (views.length > 1)
    findings.push(
      problem(
        `brokers disagree about who is alive: ${views.map(([seen, who]) => `broker ${list(who)} sees ${seen}`).join('; ')}`,
        'run this again; if it stays so, the one that sees other brokers is cut off from the controllers'
      )
    )
  const versions = groups(facts, ({ apis }) => apis)
  if (versions.length > 1)
    findings.push(
      remark(
        `brokers serve different versions of the protocol: ${versions.map(([, who]) => `broker ${list(who)}`).join(' against ')}`,
        'fine while brokers are being upgraded; else upgrade the others'
      )
    )
  return { name: 'agreement', summary: 'one cluster id, one view of who is alive, one version', findings }
}

/** Brokers under what they answered; those that did not are left out. */
function groups(
  facts: readonly BrokerFacts[],
  answer: (facts: BrokerFacts) => string | undefined
): [string, number[]][] {
  const found = new Map<string, number[]>()
  for (const item of facts) {
    const value = answer(item)
    if (value !== undefined) found.set(value, [...(found.get(value) ?? []), item.broker.id])
  }
  return [...found]
}

/** More than that apart, and timestamps, retention and lags by time are misleading. */
const skewMs = 2000

/** Whether the brokers' clocks agree, as far as HTTP dates tell. */
export function checkClocks(facts: readonly BrokerFacts[]): Check {
  const clocks = facts.flatMap(({ broker, clock }) => (clock === undefined ? [] : [{ id: broker.id, ...clock }]))
  const untold = facts.filter(({ failure, clock }) => failure === undefined && clock === undefined)
  const findings: Finding[] = []
  const sorted = clocks.toSorted((a, b) => a.aheadMs - b.aheadMs)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first !== undefined && last !== undefined) {
    const apart = last.aheadMs - first.aheadMs
    if (apart - first.uncertainMs - last.uncertainMs > skewMs)
      findings.push(
        problem(
          `the clock of broker ${last.id} is ${duration(apart)} ahead of that of broker ${first.id}`,
          'let NTP set the clocks of their hosts'
        )
      )
  }
  if (untold.length > 0)
    findings.push(
      remark(
        `broker ${list(untold.map(({ broker }) => broker.id))} did not tell its time`,
        'its admin port must be reachable from here (admin.listener, admin.port), for its HTTP Date'
      )
    )
  const most = Math.max(0, ...clocks.map(({ aheadMs }) => Math.abs(aheadMs)))
  return {
    name: 'clocks',
    summary: `${count(clocks.length, 'clock')} within ${duration(Math.max(1000, most))} of this machine's, by the Date of admin HTTP`,
    findings
  }
}

const freeBytesMin = 1 << 30
const freeShareMin = 0.05

/** Whether the disks work and have room. */
export function checkDisks(facts: readonly BrokerFacts[]): Check {
  const findings: Finding[] = []
  let least = Infinity
  for (const { broker, dirs = [] } of facts) {
    for (const { path, offline, usableBytes, totalBytes } of dirs) {
      const where = `${path} of broker ${broker.id}`
      if (offline)
        findings.push(
          problem(`${where} is offline`, `look at its disk and at the log of broker ${broker.id}, then restart it`)
        )
      if (usableBytes === null) continue
      least = Math.min(least, usableBytes)
      const tight = totalBytes !== null && usableBytes < totalBytes * freeShareMin
      if (usableBytes < freeBytesMin || tight)
        findings.push(
          problem(
            `${where} has ${bytes(usableBytes)} left${totalBytes === null ? '' : ` of ${bytes(totalBytes)}`}`,
            'make room: lower retention.ms or retention.bytes of large topics, delete topics, or use a larger disk'
          )
        )
    }
  }
  const summary = least === Infinity ? 'log dirs are online; no broker tells its room' : `at least ${bytes(least)} free`
  return { name: 'disks', summary, findings }
}
