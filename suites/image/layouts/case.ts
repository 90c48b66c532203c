import type { ImageLimits } from '../../../src/image/limits.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { Policies } from '../policies/policies.ts'
import type { PolicyId } from '../policies/requirements.ts'
import type { RequirementId } from '../requirements.ts'
import type { Layout } from './build/layout.ts'
import type { TarFile } from './build/tar.ts'
import type { Form } from './build/write.ts'

export interface LayoutCase {
  /** Lasting, lower case with dashes. */
  id: string
  /** What the layout is, or what is wrong with it. */
  title: string
  /** Default 1.1. */
  spec?: SpecVersion
  /** Whether the image is claimed to hold all that it refers to. */
  closed?: true
  /** How much is read. */
  limits?: ImageLimits
  /** Whether missing content is accepted. */
  allowMissing?: true
  /** What is required of it beside the specification. */
  policies?: Policies
  /** Default directory. `registry`: the first entry of index.json, as a tag. */
  form?: Form | 'registry'
  /** Changes the entries of an archive. */
  entries?: (entries: TarFile[]) => TarFile[]
  make: (layout: Layout) => void
}

/** A layout that nothing is wrong with. */
export interface ValidLayout extends LayoutCase {
  /** Requirements that a ruling has warn here, although people live with it. */
  warns?: readonly RequirementId[]
  /** A text that a note contains. */
  note?: string
}

/** A layout with exactly one fault. */
export interface Defect extends LayoutCase {
  /** The requirement that it breaks. */
  violates: RequirementId | PolicyId
  /** Where a ruling has another verdict than the level: default `fail` for a MUST, else `warn`. `error`: cannot be evaluated. */
  verdict?: 'fail' | 'warn' | 'error'
  /** Other requirements that are violated too. */
  also?: readonly (RequirementId | PolicyId)[]
  /** Why `also` cannot be avoided. */
  because?: string
  /** Findings of that requirement; default 1. */
  findings?: number
}
