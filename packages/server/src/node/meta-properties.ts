import { join } from 'node:path'
import { asError, type FileSystem, type Random, randomUuid } from '@gregor/base'
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
  /**
   * Our own `gregor.storage.id`, where the metadata log is when that is not the first log dir: by which storage this node
   * registers, should the first log dir be offline.
   */
  readonly storageId?: string | undefined
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
  /** A folder cannot be read and is left out. Throws when the node cannot do without. */
  readonly leaveOut: (folder: string, error: Error) => void
}): Promise<FolderIdentity[]> {
  const { folders, nodeId, fileSystem, random, leaveOut } = options
  const identities: FolderIdentity[] = []
  for (const folder of folders) {
    let found: FolderIdentity | undefined
    try {
      found = await readIdentity(folder, fileSystem)
    } catch (error) {
      if (error instanceof FolderIdentityError) throw error
      leaveOut(folder, asError(error))
      continue
    }
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

/**
 * The id by which the controller knows this node's storage: that of the first log dir. While that one is offline it is the
 * id that was noted where the metadata log is: a broker of another storage would be taken for one that lost everything.
 */
export function storageIdOf(
  identities: readonly FolderIdentity[],
  folders: { readonly logDirs: readonly string[]; readonly metadataDir: string }
): string {
  const first = identities.find(({ folder }) => folder === folders.logDirs[0])
  const keeper = identities.find(({ folder }) => folder === folders.metadataDir)!
  return first?.directoryId ?? keeper.storageId ?? keeper.directoryId
}

/** Writes an identity, durably. */
export async function writeFolderIdentity(identity: FolderIdentity, fileSystem: FileSystem): Promise<void> {
  const { folder, nodeId, clusterId, directoryId, quorumMember, storageId } = identity
  const lines = [
    'version=1',
    `node.id=${nodeId}`,
    ...(clusterId === undefined ? [] : [`cluster.id=${clusterId}`]),
    `directory.id=${directoryId}`,
    `gregor.quorum.member=${quorumMember}`,
    ...(storageId === undefined ? [] : [`gregor.storage.id=${storageId}`])
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
    quorumMember: values.get('gregor.quorum.member') === 'true',
    storageId: values.get('gregor.storage.id')
  }
}
