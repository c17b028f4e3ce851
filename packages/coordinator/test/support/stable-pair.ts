import type { JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import type { GroupStory } from './group-story.ts'

/** Two members in a stable generation 2: the first led generation 1 alone and leads on. */
export function stablePair(story: GroupStory): {
  readonly leader: JoinGroupResponse
  readonly follower: JoinGroupResponse
} {
  const first = story.joinTwice({ clientId: 'a' }).response!
  story.sync(first, { [first.memberId]: 'all' })
  const joining = story.joinTwice({ clientId: 'b' })
  const leader = story.join({ memberId: first.memberId }).response!
  const follower = joining.response!
  story.sync(leader, { [leader.memberId]: 'left', [follower.memberId]: 'right' })
  story.sync(follower)
  return { leader, follower }
}
