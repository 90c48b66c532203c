import { defects as corpus } from './defects.ts'

/** A layout with one defect, as `explain` and `list defects` show it. */
export interface DefectDescription {
  id: string
  /** The requirement that it violates. */
  violates: string
  /** What is wrong with it. */
  title: string
}

/**
 * The defects of all chapters without what makes them: the bundle has this list as data, since the layouts are not part of
 * what is published (scripts/bundle.ts). A layout that cannot be evaluated violates nothing.
 */
export const defects: readonly DefectDescription[] = corpus
  .filter(({ verdict }) => verdict !== 'error')
  .map(({ id, violates, title }) => ({ id, violates, title }))
