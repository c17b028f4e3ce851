import { beforeEach, describe, expect, test } from '@jest/globals'
import { type MemoryFileSystem, memoryFileSystem } from '@gregor/log'
import { nodeRandom } from '../../src/io/node-ports.ts'
import { readFolderIdentities, writeFolderIdentity } from '../../src/node/meta-properties.ts'

let fileSystem: MemoryFileSystem
beforeEach(async () => {
  fileSystem = memoryFileSystem()
  for (const folder of ['/a', '/b']) await fileSystem.makeFolder(folder)
})

const leaveOut = (_folder: string, error: Error): void => {
  throw error
}
const read = (nodeId = 1) =>
  readFolderIdentities({ folders: ['/a', '/b'], nodeId, fileSystem, random: nodeRandom, leaveOut })

describe('meta.properties', () => {
  test('new folders get identities of their own', async () => {
    const [first, second] = await read()
    expect(first).toMatchObject({ folder: '/a', nodeId: 1, clusterId: undefined, quorumMember: false })
    expect(first!.directoryId).not.toBe(second!.directoryId)
  })

  test('what was written is read back', async () => {
    const [first] = await read()
    const written = { ...first!, clusterId: 'MkU3OEVBNTcwNTJENDM2Qg', quorumMember: true }
    await writeFolderIdentity(written, fileSystem)
    expect((await read())[0]).toEqual(written)
  })

  test('a folder that Kafka formatted is taken on with its cluster and directory ids', async () => {
    await fileSystem.replaceFile(
      '/a/meta.properties',
      '#\nversion=1\nnode.id=1\ncluster.id=MkU3OEVBNTcwNTJENDM2Qg\ndirectory.id=gjFzAZ0kTMqyHCXlSIkKXg\n'
    )
    expect((await read())[0]).toEqual({
      folder: '/a',
      nodeId: 1,
      clusterId: 'MkU3OEVBNTcwNTJENDM2Qg',
      directoryId: 'gjFzAZ0kTMqyHCXlSIkKXg',
      quorumMember: false
    })
  })

  test('a folder of another node, or folders of two clusters, are refused with what to correct', async () => {
    const [first, second] = await read()
    await writeFolderIdentity({ ...first!, clusterId: 'one' }, fileSystem)
    await expect(read(2)).rejects.toThrow(
      '/a/meta.properties says that the folder belongs to node 1, but node.id is 2: correct log.dirs or node.id'
    )
    await writeFolderIdentity({ ...second!, clusterId: 'two' }, fileSystem)
    await expect(read()).rejects.toThrow('belong to different clusters (one, two)')
  })
})
