import type { ImageEdge } from './overview.ts'

/** A part of an image as the document that refers to it has it. */
export interface Part {
  role: ImageEdge['role']
  /** Its name in index.json. */
  name?: string | undefined
  /** Such as `linux/arm64`. */
  platform?: string | undefined
  /** Its place in the list of the document, from 1. */
  number: number
}

/** What people call a part: its name, its platform, or what it is and its number. */
export function labelOfPart({ role, name, platform, number }: Part): string {
  if (name !== undefined) return name
  if (role === 'config' || role === 'subject') return role
  return platform ?? `${role} ${number}`
}

/** The way into an image, from its entry point on: `app:1.0 › linux/amd64 › layer 2`. */
export const formatWay = (labels: readonly string[]): string => labels.join(' › ')
