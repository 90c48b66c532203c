import {
  parsePlace,
  specVersions,
  type CensusNote,
  type Requirement,
  type Specification,
} from '../../src/engine/requirement.ts'
import { lineLink, linkedVersion, sectionLink } from './links.ts'

/** One specification as coverage.md shows it. */
export interface Covered {
  specification: Specification
  requirements: readonly Requirement[]
  notes: readonly CensusNote[]
  /** Ids of requirements that a test evaluates. */
  evaluated: ReadonlySet<string>
  /** How many faults or defects violate each requirement. */
  violations: ReadonlyMap<string, number>
}

/** The table of what is tested of each section, and the reasons for keywords that bind no target. */
export function coveragePage(specifications: readonly Covered[]): string {
  return [
    '# Coverage',
    '',
    'What is tested of each section of the specifications, for all versions together. Made from the code by `npm run docs`.',
    '',
    '- **Requirements**: normative statements that bind the target, by the highest level that a version gives them.',
    '- **Tested**: requirements that a test evaluates. **Not observable**: what no client can see; the pages in',
    '  [requirements/](requirements/README.md) give the reason for each.',
    '- **Proofs**: faults of the embedded registry, or layouts with a defect, each of which makes exactly one requirement fail.',
    '',
    '`npm run census -- <spec.md>` compares the requirements with the text and lists each RFC 2119 keyword that nothing claims: there is none.',
    ...specifications.flatMap((each) => ['', ...chapter(each)]),
    '',
  ].join('\n')
}

function chapter(covered: Covered): string[] {
  const { specification, requirements, notes } = covered
  const released = specVersions.map((version) => specification.versions[version].label).join(', ')
  return [
    `## ${specification.title}`,
    '',
    `Versions: ${released}.`,
    '',
    '| section | MUST | SHOULD | MAY | tested | not observable | proofs |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...sections(covered).map((group) => row(group, covered)),
    total(requirements, covered),
    '',
    `### Keywords that bind others`,
    '',
    '| reason | lines |',
    '| --- | --- |',
    ...notes.map((note) => `| ${note.reason} | ${lines(note, specification)} |`),
  ]
}

/** Requirements by section, in the order of the text. */
function sections({ requirements, specification }: Covered): (readonly [Requirement, ...Requirement[]])[] {
  const groups = new Map<string, [Requirement, ...Requirement[]]>()
  for (const requirement of requirements) {
    const key = sectionLink(requirement, specification).replace(/^.*\/(?=[^/]+#)/, '')
    const group = groups.get(key)
    if (group) group.push(requirement)
    else groups.set(key, [requirement])
  }
  const position = (group: readonly Requirement[]): [string, number] => {
    const places = group.flatMap((each) => each.at[linkedVersion(each)]?.places.slice(0, 1) ?? [])
    const parsed = places.map((place) => parsePlace(place, specification))
    return [parsed[0]?.file ?? '', Math.min(...parsed.map(({ line }) => line))]
  }
  return [...groups.values()].toSorted((one, other) => {
    const [[file, line], [otherFile, otherLine]] = [position(one), position(other)]
    return file < otherFile ? -1 : file > otherFile ? 1 : line - otherLine
  })
}

const row = (group: readonly [Requirement, ...Requirement[]], covered: Covered): string =>
  `| ${sectionLink(group[0], covered.specification)} | ${numbers(group, covered)} |`

const total = (requirements: readonly Requirement[], covered: Covered): string =>
  `| all | ${numbers(requirements, covered)} |`

function numbers(requirements: readonly Requirement[], { evaluated, violations }: Covered): string {
  const levels = requirements.map(highestLevel)
  const count = (level: string): number => levels.filter((each) => each === level).length
  return [
    count('MUST'),
    count('SHOULD'),
    count('MAY'),
    requirements.filter(({ id }) => evaluated.has(id)).length,
    requirements.filter(({ unobservable }) => unobservable !== undefined).length,
    requirements.reduce((sum, { id }) => sum + (violations.get(id) ?? 0), 0),
  ].join(' | ')
}

function highestLevel({ at }: Requirement): string {
  const levels = Object.values(at).map(({ level }) => level)
  return ['MUST', 'SHOULD'].find((level) => levels.some((each) => each === level)) ?? 'MAY'
}

/** The lines of a note in the newest version that has it. */
function lines({ at }: CensusNote, specification: Specification): string {
  const version = at['1.1'] ? '1.1' : (specVersions.findLast((each) => at[each]) ?? '1.1')
  return (at[version] ?? []).map((place) => lineLink(place, specification, version)).join(', ')
}
