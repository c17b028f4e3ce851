import { Reader, Writer, type Api } from '@gregor/protocol'
import type { ServeInCluster } from '../../src/in-cluster/in-cluster-apis.ts'
import type { BrokerPort } from '../../src/ports.ts'

/** The brokers of a cluster of which only the first is there: what it is asked passes the codecs, as between processes. */
export class FakeBrokers implements BrokerPort {
  /** What was asked: broker, key and version. */
  readonly asked: { readonly broker: number; readonly apiKey: number; readonly version: number }[] = []
  /** Answers are held back for as long as this is set. */
  held: (() => void)[] | undefined
  private readonly serve: () => ServeInCluster

  constructor(serve: () => ServeInCluster) {
    this.serve = serve
  }

  async ask<Request, RequestInput, Response, ResponseInput>(
    broker: number,
    api: Api<Request, RequestInput, Response, ResponseInput>,
    { version, request }: { readonly version: number; readonly request: RequestInput }
  ): Promise<Response> {
    this.asked.push({ broker, apiKey: api.key, version })
    if (broker !== 1) throw new Error(`broker ${broker} is not there`)
    const writer = new Writer()
    api.encodeRequest(writer, request, version)
    const body = await this.serve()({ apiKey: api.key, apiVersion: version, body: writer.toBuffer() })
    const { held } = this
    if (held !== undefined) await new Promise<void>((resolve) => void held.push(resolve))
    return api.decodeResponse(new Reader(body), version)
  }

  release(): void {
    const { held = [] } = this
    this.held = undefined
    for (const release of held) release()
  }
}
