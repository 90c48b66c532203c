import list from './defects.json' with { type: 'json' }

/** A layout with one defect, by which a requirement is proven to be evaluated. */
export interface DefectDescription {
  id: string
  /** The requirement that it violates. */
  breaks: string
  /** What is wrong with it. */
  title: string
}

/** The corpus of defects, as data: the layouts themselves are no part of what is published. */
export const defects: readonly DefectDescription[] = list
