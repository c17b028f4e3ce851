import type { BrokerId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  ApiVersionsApi,
  type ApiVersionsRequest,
  type ApiVersionsResponseInput
} from '@gregor/protocol/messages/api-versions'
import { features } from '../features.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type AdvertisedApi, type ServedApi } from '../registry.ts'

/**
 * ApiVersions: v0-5
 *
 * Behavior:
 * - Lists what the registry serves; the list is read when asked, so it has every other handler.
 * - A version above 5 is answered by the dispatcher: error 35 in a v0 body with only this API's own range (KIP-511).
 * - The response header is v0 in all versions.
 *
 * Version notes:
 * - v3: client software name and version, checked for form; features (KIP-584)
 * - v4: supported features may have 0 as their lowest level (KIP-1022); v3 clients are not told of those
 * - v5: the client says which cluster and node it means; a wrong guess is REBOOTSTRAP_REQUIRED (KIP-1242)
 */
export function apiVersionsHandler(ports: {
  readonly nodeId: BrokerId
  readonly metadata: MetadataSource
  readonly advertised: () => readonly AdvertisedApi[]
}): ServedApi {
  return serve(ApiVersionsApi, {
    versions: { min: 0, max: 5 },
    handle: (request, { apiVersion }) => {
      const { image } = ports.metadata
      const errorCode = checkClient(request, { version: apiVersion, nodeId: ports.nodeId, clusterId: image.clusterId })
      if (errorCode !== ErrorCode.NONE) return { errorCode, apiKeys: [] }
      return { errorCode, apiKeys: ports.advertised(), ...featureFields(apiVersion, image.appliedIndex) }
    }
  })
}

/** Names and versions of client software take letters, digits, dots and dashes, at least one (KIP-511). */
const SOFTWARE = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/

function checkClient(
  request: ApiVersionsRequest,
  server: { readonly version: number; readonly nodeId: BrokerId; readonly clusterId: string | undefined }
): number {
  if (server.version < 3) return ErrorCode.NONE
  if (!SOFTWARE.test(request.clientSoftwareName) || !SOFTWARE.test(request.clientSoftwareVersion)) {
    return ErrorCode.INVALID_REQUEST
  }
  const otherCluster =
    request.clusterId !== null && server.clusterId !== undefined && request.clusterId !== server.clusterId
  const otherNode = request.nodeId !== -1 && request.nodeId !== server.nodeId
  return otherCluster || otherNode ? ErrorCode.REBOOTSTRAP_REQUIRED : ErrorCode.NONE
}

function featureFields(version: number, epoch: number): Partial<ApiVersionsResponseInput> {
  const visible = features.filter(({ minLevel }) => version >= 4 || minLevel > 0)
  return {
    supportedFeatures: visible.map(({ name, minLevel, maxLevel }) => ({
      name,
      minVersion: minLevel,
      maxVersion: maxLevel
    })),
    finalizedFeaturesEpoch: epoch,
    finalizedFeatures: features.map(({ name, finalizedLevel }) => ({
      name,
      minVersionLevel: finalizedLevel,
      maxVersionLevel: finalizedLevel
    }))
  }
}
