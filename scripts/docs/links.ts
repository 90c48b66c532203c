import {
  parsePlace,
  specVersions,
  type Requirement,
  type Specification,
  type SpecVersion,
} from '../../src/engine/requirement.ts'

/** The link to a line, as Markdown: `[L153](https://…#L153)`, with the file where it is not the main one. */
export function lineLink(place: string | number, specification: Specification, version: SpecVersion): string {
  const { file, line } = parsePlace(place, specification)
  const text = file === specification.file ? `L${line}` : `${file} L${line}`
  return `[${text}](${specification.versions[version].url}/${file}?plain=1#L${line})`
}

/** The newest released version that has a requirement, otherwise the draft: where its section is linked. */
export function linkedVersion({ at }: Requirement): SpecVersion {
  if (at['1.1']) return '1.1'
  return specVersions.findLast((version) => at[version]) ?? '1.1'
}

/** The section of a requirement as a link to the rendered text. */
export function sectionLink(requirement: Requirement, specification: Specification): string {
  const version = linkedVersion(requirement)
  const place = requirement.at[version]?.places[0]
  const file = place === undefined ? specification.file : parsePlace(place, specification).file
  return `[${requirement.section}](${specification.versions[version].url}/${file}#${requirement.section})`
}
