import { err, ok, type Result } from '@gregor/base'
import {
  allBrokerKeys,
  resolveBrokerEntry,
  resolveTopicEntry,
  topicKeysByName,
  type TopicKeyName
} from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { AlterableConfig } from '@gregor/protocol/messages/incremental-alter-configs'
import { refusal, type Refusal } from '../outcome.ts'
import type { ControllerState } from '../state.ts'
import { defaultSources } from '../topic-rules.ts'

/** Kafka's AlterConfigOp codes. */
const Operation = { set: 0, delete: 1, append: 2, subtract: 3 } as const

interface Change {
  readonly config: AlterableConfig
  readonly isTopic: boolean
  /** What is explicitly set on the resource, the changes before this one included. */
  readonly after: ReadonlyMap<string, string>
}

/** The new explicit value of a config; undefined = none any more. */
export function changeOf(state: ControllerState, change: Change): Result<string | undefined, Refusal> {
  const { name, configOperation, value } = change.config
  if (configOperation === Operation.delete) return ok(undefined)
  if (value === null) return err(refusal(ErrorCode.INVALID_CONFIG, `Config ${name} needs a value`))
  switch (configOperation) {
    case Operation.set:
      return ok(value)
    case Operation.append:
    case Operation.subtract:
      return changeList(state, change, members(value))
    default:
      return err(refusal(ErrorCode.INVALID_REQUEST, `Unknown operation ${configOperation} on config ${name}`))
  }
}

function changeList(
  state: ControllerState,
  change: Change,
  given: readonly string[]
): Result<string | undefined, Refusal> {
  const { name, configOperation } = change.config
  const key = (change.isTopic ? topicKeysByName : allBrokerKeys).get(name)
  if (key?.type !== 'list') {
    const message = `Config ${name} is not a list: values can only be added to or taken from lists`
    return err(refusal(ErrorCode.INVALID_CONFIG, message))
  }
  const now = members(presentValue(state, change))
  const next =
    configOperation === Operation.append
      ? [...now, ...given.filter((member) => !now.includes(member))]
      : now.filter((member) => !given.includes(member))
  return ok(next.join(','))
}

/** The value in force: a list that is not set yet starts from its default. */
function presentValue(state: ControllerState, { config: { name }, isTopic, after }: Change): string {
  const sources = defaultSources(state.image, state.settings)
  if (isTopic) return resolveTopicEntry(name as TopicKeyName, after, sources).value ?? ''
  return after.get(name) ?? resolveBrokerEntry(name, sources)?.value ?? ''
}

function members(text: string): string[] {
  return text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
}
