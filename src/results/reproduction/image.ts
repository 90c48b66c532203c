import type { Evidence, Finding } from '../../engine/verdict.ts'
import { nodeOfSource, type ImageNode, type ImageRecord } from '../../image/model/overview.ts'
import { comment, quote } from '../../registry/reproduce/shell.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import { outcomesOf } from '../conclusion/images.ts'
import { isImageRecord } from '../record.ts'
import type { RunResult } from '../result.ts'
import { findingTitle } from '../text/finding-title.ts'

/** What is at the head of the commands. */
interface About {
  id: string
  level: string
  title: string
  link: string
}

/** Places that are shown; more of one finding are alike. */
const mostPlaces = 3

type Place = Extract<Evidence, { kind: 'content' }>

/**
 * Commands for a POSIX shell with jq, tar and sha256sum (of an image in a registry also curl) that show the place of a finding
 * in an image. They compare nothing: what was expected and received is in their comments.
 */
export function imageCommands(result: RunResult, finding: Finding, about: About): string {
  const record = result.evidence.find(isImageRecord)
  const places = finding.evidence.filter((each): each is Place => each.kind === 'content')
  const shown = places.slice(0, mostPlaces)
  const many = outcomesOf(result).find(({ failed, warned }) => [...failed, ...warned].includes(about.id))
  if (many) shown.length = 0
  return `${[
    '#!/bin/sh',
    comment(`${about.id} (${about.level}): ${about.title}`),
    comment(about.link),
    comment(`Found: ${findingTitle(finding)}`),
    comment(`Expected: ${finding.expected.join(' or ')}`),
    comment(`Received: ${finding.received}`),
    ...(many ? ofMany(many, about.id) : reader(result)),
    ...(shown.length === 0 && !many ? [listing(result)] : []),
    ...shown.flatMap((place) => [
      '',
      comment(placeName(place)),
      ...commandsFor(place, record, result),
      ...contentOf(place, record, result, finding),
    ]),
    ...(places.length > shown.length ? [comment(`and ${places.length - shown.length} more places`)] : []),
  ].join('\n')}\n`
}

/** Of many images, the first one that has the finding: alone it shows all places. */
const ofMany = ({ name }: ImageOutcome, id: string): string[] => [
  `oci-assay run ${quote(name)} --only ${quote(id)} --verbose`,
]

const placeName = ({ source, pointer }: Place): string =>
  pointer === undefined ? source : `${source} at ${pointer}`

const isArchive = ({ target }: RunResult): boolean => target.details['form']?.includes('archive') === true

const isRegistry = ({ target }: RunResult): boolean => target.details['form'] === 'image in a registry'

/** The function that prints a file of the layout, or a document or blob of a registry. */
function reader(result: RunResult): string[] {
  const { name, details } = result.target
  if (isRegistry(result)) {
    const host = name.split('/', 1)[0] ?? ''
    const scheme = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/.test(host) ? 'http' : 'https'
    return [
      `registry=\${REGISTRY:-${quote(`${scheme}://${host}`)}} repo=\${REPO:-${quote(details['repository'] ?? '')}}`,
      comment('TOKEN: a bearer token, where the registry requires one.'),
      'get() {',
      `  curl --proto '=http,https' --silent --show-error --fail --location --globoff \${TOKEN:+--oauth2-bearer "$TOKEN"} \\`,
      `    --header 'Accept: application/vnd.oci.image.manifest.v1+json' --header 'Accept: application/vnd.oci.image.index.v1+json' \\`,
      '    --header \'Accept: */*\' --url "$registry/v2/$repo/$1"',
      '}',
    ]
  }
  const image = `image=\${IMAGE:-${quote(name)}}`
  return isArchive(result)
    ? [image, 'get() { tar -xOf "$image" -- "$1" 2>/dev/null || tar -xOf "$image" -- "./$1"; }']
    : [image, 'get() { cat -- "$image/$1"; }']
}

const listing = (result: RunResult): string =>
  isArchive(result) ? 'tar -tvf "$image"' : 'ls -lR -- "$image"'

/** How a file or a digest is named to the reader. */
function pathOf(source: string, node: ImageNode | undefined, result: RunResult): string {
  const digest = nodeOfSource(source)
  if (!isRegistry(result)) return digest.includes(':') ? `blobs/${digest.replace(':', '/')}` : source
  const isDocument = node !== undefined && ['index', 'image', 'artifact'].includes(node.kind)
  return `${isDocument ? 'manifests' : 'blobs'}/${digest}`
}

function commandsFor(
  { source, pointer }: Place,
  record: ImageRecord | undefined,
  result: RunResult,
): string[] {
  const id = nodeOfSource(source)
  const node = record?.nodes.find((each) => each.id === id)
  const file = `get ${quote(pathOf(source, node, result))}`
  const isFile = id.includes(':') || source === 'index.json' || source === 'oci-layout'
  // What is no file of a layout is an entry of its folder or archive.
  if (!isFile)
    return [isArchive(result) ? 'tar -tvf "$image"' : `ls -la -- "$image/"${quote(parentOf(source))}`]
  const isLayer = node?.kind === 'layer'
  if (isLayer && pointer !== undefined)
    return [`${unpacked(file, node)} | tar -tvf - | grep -F -e ${quote(pointer)}`]
  const whole = [`${file} | sha256sum`, `${file} | wc -c`]
  if (isLayer) return [...whole, `${unpacked(file, node)} | tar -tvf -`]
  if (node?.kind === 'blob' || (node === undefined && id.includes(':'))) return whole
  if (pointer === undefined || pointer === '') return [...whole, `${file} | jq .`]
  return [`${file} | jq ${quote(jqPath(pointer))}`, ...descriptorCommands(pointer, node, file, result)]
}

/** The digest of an entry of a layer, where the finding is about one. */
function contentOf(
  { source, pointer }: Place,
  record: ImageRecord | undefined,
  result: RunResult,
  { received }: Finding,
): string[] {
  const node = record?.nodes.find((each) => each.id === nodeOfSource(source))
  if (node?.kind !== 'layer' || pointer === undefined || !/^sha256:[0-9a-f]{64}\b/.test(received)) return []
  const file = `get ${quote(pathOf(source, node, result))}`
  return [`${unpacked(file, node)} | tar -xOf - -- ${quote(pointer)} | sha256sum`]
}

const parentOf = (source: string): string => source.split('/').slice(0, -1).join('/')

const unpacked = (file: string, { mediaType = '' }: ImageNode): string => {
  if (mediaType.endsWith('gzip')) return `${file} | gzip -dc`
  return mediaType.endsWith('zstd') ? `${file} | zstd -dc` : file
}

/** The content that a descriptor leads to, beside the descriptor. */
function descriptorCommands(
  pointer: string,
  node: ImageNode | undefined,
  file: string,
  result: RunResult,
): string[] {
  const edge = node?.edges.find(
    (each) => each.pointer !== undefined && `${pointer}/`.startsWith(`${each.pointer}/`),
  )
  if (edge?.pointer === undefined || !edge.to.includes(':')) return []
  const target = `get ${quote(pathOf(edge.to, { ...node!, kind: edge.role === 'manifest' ? 'image' : 'blob' }, result))}`
  return [`${file} | jq ${quote(jqPath(edge.pointer))}`, `${target} | sha256sum`, `${target} | wc -c`]
}

/** A JSON pointer as a path of jq: `/layers/0/digest` is `.["layers"][0]["digest"]`. */
export const jqPath = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => {
      const index = /^\d+$/.test(part) ? `[${part}]` : `[${JSON.stringify(part)}]`
      return `${path}${index}`
    }, '.')
