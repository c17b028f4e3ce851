// deploy/kubernetes: that the manifests are what Kubernetes takes, that they hang together, and that what a pod runs gives each broker
// its own config.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse, parseAllDocuments } from 'yaml'
import { readNodeConfig } from '../../packages/server/src/config/node-config.ts'
import { run } from '../support/run.ts'
import { repository } from '../support/sources.ts'
import { toolPresent } from '../support/tools.ts'
import { schemaProblems } from './kubernetes-schema.ts'

const deploy = join(repository, 'deploy/kubernetes')
const labels = { 'app.kubernetes.io/name': 'gregor' }

interface Port {
  readonly name: string
  readonly port: number
  readonly targetPort: string
}
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
  readonly periodSeconds: number
  readonly failureThreshold: number
}
interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels: object }
}
interface Service extends Manifest {
  readonly spec: {
    readonly clusterIP?: string
    readonly publishNotReadyAddresses?: boolean
    readonly selector: object
    readonly ports: readonly Port[]
  }
}
interface ConfigMap extends Manifest {
  readonly data: Readonly<Record<string, string>>
}
interface StatefulSet extends Manifest {
  readonly spec: {
    readonly serviceName: string
    readonly replicas: number
    readonly podManagementPolicy: string
    readonly selector: { readonly matchLabels: object }
    readonly template: {
      readonly metadata: { readonly labels: object; readonly annotations: object }
      readonly spec: Pod
    }
    readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: string } }[]
  }
}
interface Pod {
  readonly terminationGracePeriodSeconds: number
  readonly shareProcessNamespace: boolean
  readonly securityContext: { readonly runAsUser: number; readonly fsGroup: number }
  readonly affinity: {
    readonly podAntiAffinity: {
      readonly requiredDuringSchedulingIgnoredDuringExecution: readonly {
        readonly topologyKey: string
        readonly labelSelector: { readonly matchLabels: object }
      }[]
    }
  }
  readonly containers: readonly {
    readonly command: readonly string[]
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
    readonly startupProbe: Probe
    readonly livenessProbe: Probe
    readonly readinessProbe: Probe
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[]
  }[]
  readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[]
}
interface Budget extends Manifest {
  readonly spec: { readonly maxUnavailable: number; readonly selector: { readonly matchLabels: object } }
}

const manifests: Manifest[] = []
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gregor-kubernetes-'))
  const { resources } = parse(await readFile(join(deploy, 'kustomization.yaml'), 'utf8')) as { resources: string[] }
  for (const file of resources) {
    const documents = parseAllDocuments(await readFile(join(deploy, file), 'utf8'))
    for (const document of documents) {
      expect(document.errors).toEqual([])
      manifests.push(document.toJS() as Manifest)
    }
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const named = (kind: string, name: string) =>
  manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)
const service = (name: string) => named('Service', name) as Service
const budget = () => named('PodDisruptionBudget', 'gregor') as Budget
const set = () => named('StatefulSet', 'gregor') as StatefulSet
const pod = () => set().spec.template.spec
const broker = () => pod().containers[0]!
const container = (name: string) => broker().ports.find((port) => port.name === name)?.containerPort

/** Runs the pod's command with its script and config, and reads what it would start the broker with. */
async function configOf(ordinal: number) {
  const { data } = named('ConfigMap', 'gregor') as ConfigMap
  for (const [name, text] of Object.entries(data)) await writeFile(join(folder, name), text)
  const file = join(folder, `server-${ordinal}.properties`)
  await writeFile(join(folder, 'gregor'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 })
  const [shell = '', script = ''] = broker().command
  const { code, stdout, stderr } = await run(shell, [script.replace('/etc/gregor', folder)], {
    environment: {
      HOSTNAME: `gregor-${ordinal}`,
      POD_NAMESPACE: 'streams',
      GREGOR_PROPERTIES: file,
      PATH: `${folder}:${process.env['PATH']}`
    }
  })
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `server ${file}\n`, stderr: '' })
  return readNodeConfig(file, await readFile(file, 'utf8'))
}

describe('the manifests', () => {
  test('are of these kinds and versions, and all of the folder', async () => {
    expect(manifests.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.name}`)).toEqual([
      'v1 Service gregor-headless',
      'v1 Service gregor',
      'v1 ConfigMap gregor',
      'apps/v1 StatefulSet gregor',
      'policy/v1 PodDisruptionBudget gregor'
    ])
    expect(await readdir(deploy)).toEqual([
      'config.yaml',
      'kustomization.yaml',
      'pod-disruption-budget.yaml',
      'services.yaml',
      'statefulset.yaml'
    ])
  })

  test('are valid by the schemas of Kubernetes', async () => {
    expect(await schemaProblems(manifests)).toEqual(manifests.map(() => []))
  })

  test('would be refused with what Kubernetes does not know or take', async () => {
    const text = await readFile(join(deploy, 'statefulset.yaml'), 'utf8')
    const mistakes = [
      { right: 'terminationGracePeriodSeconds: 60', wrong: 'terminationGracePeriodSecond: 60' },
      { right: 'containerPort: 9092', wrong: 'containerPorts: 9092' },
      { right: 'serviceName: gregor-headless', wrong: 'shareProcessNamespace: true' },
      { right: 'replicas: 3', wrong: 'replicas: three' },
      { right: 'replicas: 3', wrong: 'replicas: 2.5' },
      { right: 'podManagementPolicy: Parallel', wrong: 'podManagementPolicy: Parallell' },
      { right: 'apiVersion: apps/v1', wrong: 'apiVersion: apps/v7' }
    ]
    for (const { right } of mistakes) expect(text).toContain(right)
    const problems = await schemaProblems(
      mistakes.map(({ right, wrong }) => parse(text.replace(right, wrong)) as Manifest)
    )
    const named = mistakes.map(({ wrong }) => wrong.replace(/^apiVersion: |:.*/, ''))
    expect(problems.map((of) => of.join('\n'))).toEqual(named.map((name) => expect.stringContaining(name)))
  })

  test('select the pods of the set, all of them', () => {
    expect(set().spec.template.metadata.labels).toMatchObject(labels)
    const selectors = [
      set().spec.selector.matchLabels,
      service('gregor').spec.selector,
      service('gregor-headless').spec.selector,
      budget().spec.selector.matchLabels,
      ...pod().affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.map(
        (term) => term.labelSelector.matchLabels
      )
    ]
    for (const selector of selectors) expect(selector).toEqual(labels)
  })

  test('name ports, volumes and config that are there', () => {
    for (const name of ['gregor', 'gregor-headless']) {
      for (const { port, targetPort } of service(name).spec.ports) {
        expect(container(targetPort)).toBe(port)
      }
    }
    for (const probe of [broker().startupProbe, broker().livenessProbe, broker().readinessProbe]) {
      expect(container(probe.httpGet.port)).toBeDefined()
    }
    const volumes = [
      ...pod().volumes.map(({ name }) => name),
      ...set().spec.volumeClaimTemplates.map((claim) => claim.metadata.name)
    ]
    expect(
      broker()
        .volumeMounts.map(({ name }) => name)
        .toSorted()
    ).toEqual(volumes.toSorted())
    for (const { configMap } of pod().volumes) {
      if (configMap !== undefined) expect(named('ConfigMap', configMap.name)).toBeDefined()
    }
  })

  test('let brokers find each other before they are ready, and start together: else no quorum ever forms', () => {
    const headless = service(set().spec.serviceName)
    expect(headless.spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true })
    expect(set().spec.podManagementPolicy).toBe('Parallel')
  })

  test('take one broker away at a time, with time to stop, and never two of one host', () => {
    expect(budget().spec.maxUnavailable).toBe(1)
    expect(pod().terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30)
    const [term] = pod().affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution
    expect(term?.topologyKey).toBe('kubernetes.io/hostname')
    // Nobody can kill process 1 from inside its container: the watchdog has to be able to kill the broker.
    expect(pod().shareProcessNamespace).toBe(true)
  })

  test('ask for life where the process answers, and for readiness where the broker does', () => {
    const { startupProbe, livenessProbe, readinessProbe } = broker()
    const paths = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)
    expect(paths).toEqual(['/healthz', '/healthz', '/readyz'])
    expect(livenessProbe.periodSeconds * livenessProbe.failureThreshold).toBeGreaterThanOrEqual(30)
  })

  test('become one text by kustomize', async () => {
    if (!toolPresent('kubectl', 'kustomization.yaml was not built')) return
    const { code, stdout, stderr } = await run('kubectl', ['kustomize', deploy], { timeoutMs: 15_000 })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(parseAllDocuments(stdout)).toHaveLength(manifests.length)
    expect(stdout).toContain('image: gregor:local')
  })
})

describe('a pod', () => {
  test.each([0, 1, 2])('gregor-%d gets its node id and its address from its name', async (ordinal) => {
    const config = await configOf(ordinal)
    expect(config).toMatchObject({
      nodeId: ordinal,
      warnings: [],
      advertised: [
        { name: 'PLAINTEXT', host: `gregor-${ordinal}.gregor-headless.streams.svc`, port: container('kafka') }
      ],
      rpc: { host: '', port: container('peers') },
      admin: { host: '0.0.0.0', port: container('admin') }
    })
    const headless = set().spec.serviceName
    expect(config.voters).toEqual(
      Array.from({ length: set().spec.replicas }, (_, id) => ({
        id,
        host: `gregor-${id}.${headless}`,
        port: container('peers')
      }))
    )
    const mounts = broker().volumeMounts.map(({ mountPath }) => `${mountPath}/`)
    for (const dir of config.logDirs) expect(mounts.some((mount) => dir.startsWith(mount))).toBe(true)
  })
})
