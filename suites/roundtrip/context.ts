import type { TripRecord } from '../../src/registry/record/trip.ts'
import type { ImageSource } from '../../src/image/source/source.ts'
import type { RegistryTestContext } from '../distribution/target/context.ts'
import type { TripContent } from './content.ts'
import type { RequirementId } from './requirements.ts'

/** A registry, for tests that name the requirements of a round trip. */
export type TripContext = RegistryTestContext<RequirementId>

/** A MUST of the image specification that what came back violates. */
export interface Invalid {
  requirement: string
  title: string
  /** True where the image violated it before it was pushed. */
  before: boolean
}

/** What can be pulled by its tag; without one, which requirement kept it from being pushed. */
export type PushedImage =
  | { tag: string; digest: string; all: readonly { tag: string; digest: string }[] }
  | { rejected?: RequirementId }

/** The image of a round trip. */
export interface Trip {
  source: ImageSource
  /** Read once. Throws ImageError. */
  content(): Promise<TripContent>
  /** What the result has of it, beside its parts. */
  about: Omit<TripRecord, 'kind' | 'manifests' | 'blobs' | 'tags'>
  /** The tag to push it under. */
  tag: string
  /** Called once: when the image can be pulled by its tag, or when it is known that it cannot. */
  onPushed?(image: PushedImage): void
  /** Validates what can be pulled by this digest. */
  validate(digest: string): Promise<readonly Invalid[]>
}
