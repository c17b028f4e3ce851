import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePorts } from './ports.ts'

/** The settings of a node that is a quorum by itself, with ports of its own and its data in `folder`. */
export async function loneNode(folder: string): Promise<Record<string, string>> {
  const [kafka, rpc, admin] = await freePorts(3)
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${rpc}`,
    listeners: `PLAINTEXT://127.0.0.1:${kafka},CONTROLLER://127.0.0.1:${rpc}`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(folder, 'data'),
    'admin.port': String(admin)
  }
}

/** Writes a properties file into `folder` and returns its path. */
export async function writeProperties(folder: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, 'server.properties')
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}
