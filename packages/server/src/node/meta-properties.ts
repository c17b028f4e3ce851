import { join } from 'node:path'
import { type FileSystem, type Random, randomUuid } from '@gregor/base'
import { parseProperties } from '../config/properties.ts'

/** What a data folder says of itself in `meta.properties`: Kafka's file, with one key of our own. */
export interface FolderIdentity {
  readonly folder: string
  readonly nodeId: number
  /** Undefined until the cluster has been bootstrapped. */
  readonly clusterId: string | undefined
  readonly directoryId: string
  /** Our own `gregor.quorum.member`: a metadata log of this node exists, and its loss must not go unseen. */
  readonly quorumMember: boolean
}

/** The folders do not belong to this node, or not together. */
export class FolderIdentityError extends Error {
  override readonly name = 'FolderIdentityError'
}

const fileName = 'meta.properties'

/** Reads the identities of all log dirs, making up those of new folders, and checks that they are this node's. */
export async function readFolderIdentities(options: {
  readonly folders: readonly string[]
  readonly nodeId: number
  readonly fileSystem: FileSystem
  readonly random: Random
}): Promise<FolderIdentity[]> {
  const { folders, nodeId, fileSystem, random } = options
  const identities: FolderIdentity[] = []
  for (const folder of folders) {
    const found = await readIdentity(folder, fileSystem)
    if (found !== undefined && found.nodeId !== nodeId) {
      throw new FolderIdentityError(
        `${join(folder, fileName)} says that the folder belongs to node ${found.nodeId}, but node.id is ${nodeId}: correct log.dirs or node.id`
      )
    }
    identities.push(
      found ?? { folder, nodeId, clusterId: undefined, directoryId: randomUuid(random), quorumMember: false }
    )
  }
  const clusters = new Set(identities.flatMap(({ clusterId }) => clusterId ?? []))
  if (clusters.size > 1) {
    throw new FolderIdentityError(
      `the folders of log.dirs belong to different clusters (${[...clusters].join(', ')}): correct log.dirs`
    )
  }
  return identities
}

/** Writes an identity, durably. */
export async function writeFolderIdentity(identity: FolderIdentity, fileSystem: FileSystem): Promise<void> {
  const { folder, nodeId, clusterId, directoryId, quorumMember } = identity
  const lines = [
    'version=1',
    `node.id=${nodeId}`,
    ...(clusterId === undefined ? [] : [`cluster.id=${clusterId}`]),
    `directory.id=${directoryId}`,
    `gregor.quorum.member=${quorumMember}`
  ]
  await fileSystem.replaceFile(join(folder, fileName), `${lines.join('\n')}\n`)
}

async function readIdentity(folder: string, fileSystem: FileSystem): Promise<FolderIdentity | undefined> {
  const path = join(folder, fileName)
  if ((await fileSystem.stat(path)) === undefined) return undefined
  const text = (await fileSystem.readFile(path)).toString('utf8')
  const values = new Map(parseProperties(text).map(({ key, value }) => [key, value]))
  const nodeId = Number(values.get('node.id') ?? values.get('broker.id') ?? Number.NaN)
  const directoryId = values.get('directory.id')
  if (!Number.isInteger(nodeId)) {
    throw new FolderIdentityError(
      `${path} names no node.id: restore the file, or remove the folder if it holds nothing`
    )
  }
  if (directoryId === undefined) {
    throw new FolderIdentityError(
      `${path} names no directory.id: restore the file, or remove the folder if it holds nothing`
    )
  }
  return {
    folder,
    nodeId,
    clusterId: values.get('cluster.id'),
    directoryId,
    quorumMember: values.get('gregor.quorum.member') === 'true'
  }
}
