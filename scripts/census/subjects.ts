import type { CensusNote, Requirement, Specification } from '../../src/engine/requirement.ts'
import { requirementsOf as ofClients } from '../../suites/client/requirements.ts'

/** The specifications that a census can be taken of. */
export const subjectNames = ['distribution', 'image'] as const
export type SubjectName = (typeof subjectNames)[number]

export const isSubjectName = (name: string): name is SubjectName =>
  subjectNames.some((subject) => subject === name)

/** The requirements of a specification, and notes on the other keywords. */
export interface Subject {
  specification: Specification
  requirements: readonly Requirement[]
  notes: readonly CensusNote[]
}

/**
 * Loads the requirements and notes of `suites/<name>/`, and those of the same text that bind clients; each specification keeps
 * them under the same file names.
 */
export async function loadSubject(name: SubjectName): Promise<Subject> {
  const [{ specification }, { requirements }, { notes }] = (await Promise.all([
    import(`../../suites/${name}/specification.ts`),
    import(`../../suites/${name}/requirements.ts`),
    import(`../../suites/${name}/census-notes.ts`),
  ])) as [Pick<Subject, 'specification'>, Pick<Subject, 'requirements'>, Pick<Subject, 'notes'>]
  return { specification, requirements: [...requirements, ...ofClients[name]], notes }
}

/** The file names that places of a subject use. */
export function filesOf({ specification, requirements, notes }: Subject): string[] {
  const statements = requirements.flatMap(({ at }) => Object.values(at).flatMap(({ places }) => places))
  const explained = notes.flatMap(({ at }) => Object.values(at).flat())
  const named = [...statements, ...explained]
    .map((place) => String(place).split('#'))
    .flatMap(([file, line]) => (file === undefined || line === undefined ? [] : [file]))
  return [...new Set([specification.file, ...named])]
}

/** Guesses the specification from a path (`…/image-spec/…`), else from what the texts call themselves. */
export function guessSubject(paths: readonly string[], texts: Iterable<string>): SubjectName | undefined {
  const inPath = subjectNames.filter((name) => paths.some((path) => path.includes(`${name}-spec`)))
  if (inPath.length === 1) return inPath[0]
  const heads = [...texts].map((text) => /^#[^\n]*/m.exec(text)?.[0].toLowerCase() ?? '')
  const inText = subjectNames.filter((name) => heads.some((head) => head.includes(name)))
  return inText.length === 1 ? inText[0] : undefined
}
