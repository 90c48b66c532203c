import type { Random } from '../../src/content/random.ts'
import type { Operation } from '../../src/client/operations.ts'
import type { UsageLimits } from '../../src/client/usage.ts'
import type { Effects } from '../../src/reference/effects/effects.ts'
import type { ReferenceSettings } from '../../src/reference/options.ts'
import type { MakeImage, Tree } from './content/tree.ts'
import type { RequirementId } from './requirements.ts'
import type { ClientJudge } from './seen.ts'

/** One of the two registries of a scenario. */
export interface Served {
  settings?: Partial<ReferenceSettings>
  effects?: readonly Effects[]
  /** What it holds at the beginning, by tag; undefined for no tag. */
  holds?: readonly { tree: Tree; tag?: string }[]
}

/** What a scenario prepares. */
export interface Staged<Facts> {
  facts: Facts
  registry?: Served
  /** The other one, to which is copied or redirected. It has the content of the first where it `shares` it. */
  other?: Served & { shares?: true; host?: 'localhost' | '127.0.0.1' }
  /** By which the client names the image; default the tag. */
  digest?: string
  /** The image that is pushed. */
  layout?: Tree
  /** Copies to another repository of the same registry. */
  within?: true
  platform?: string
  /** The registry requires credentials, which the client has. */
  login?: true
  /** The other registry is the one of the name, and the client has credentials for it. */
  otherLogin?: true
  /** Certificates that the client is to trust, instead of those of the system (PEM). */
  trusts?: string
  /** How often the operation runs; default once. */
  times?: number
  /** Clients that run at the same time; default one. */
  atOnce?: number
  /** Files that must not be there afterwards; those that are there are removed. */
  watched?: readonly string[]
}

export interface StageTools {
  /** Makes what the client pulls. */
  image: MakeImage
  random: Random
  repository: string
  tag: string
  /** Origin of the other registry; known once it has started, so that only effects may ask for it. */
  other: () => string
  /** How often the operation ran before; 0 at first. */
  time: () => number
}

/** One situation that a client is put into, and what shows whether it acts as required. Data but for its functions. */
export interface Scenario<Facts = unknown> {
  /** Written by hand and lasting: `pull-blob-altered`. */
  id: string
  /** What the registry does. */
  title: string
  operation: Operation
  stage: (tools: StageTools) => Staged<Facts>
  judges: Readonly<Partial<Record<RequirementId, ClientJudge<Facts>>>>
  /** It is about images alone: clients that pull something else are not put into it. */
  images?: true
  /** Milliseconds for one command; default 75 s. */
  timeout?: number
  /** What the client uses is measured, and it is ended where that is far too much. */
  limits?: UsageLimits
}

/** A scenario without the type of its facts, as it is kept in lists. */
export type AnyScenario = Scenario<never>

export const defineScenario = <Facts>(scenario: Scenario<Facts>): AnyScenario =>
  scenario as unknown as AnyScenario
