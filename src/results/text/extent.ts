import { usualRequests } from '../../engine/depth.ts'
import type { Profile } from '../../engine/events.ts'

type Extent = Pick<Profile, 'depth' | 'requests' | 'specification'>

/**
 * How far a run went: `standard`; `standard, at most 500 generated requests` where the user bounded them. What an earlier
 * version stored ran scripted tests only. Empty for images and clients, which have no depth.
 */
export function extentName({ depth, requests, specification }: Extent): string {
  if (depth === undefined) return specification === 'image' || specification === 'client' ? '' : 'quick'
  if (requests === undefined || requests === usualRequests[depth]) return depth
  return `${depth}, at most ${requests} generated ${requests === 1 ? 'request' : 'requests'}`
}
