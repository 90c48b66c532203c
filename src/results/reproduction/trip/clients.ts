import type { InvocationRecord } from '../../../registry/record/invocation.ts'
import type { Again, TripRecord } from '../../../registry/record/trip.ts'
import { quote } from '../../../registry/reproduce/shell.ts'
import { isInvocation } from '../../record.ts'
import { forEachBlob, forEachManifest, onlyIn, partsOf, pushLines, tagFor } from './registry.ts'
import type { Lines, Source } from './source.ts'

type Recorded = Again & { client: string; operation: 'push' | 'pull'; repository: string; tag: string }

const isRecorded = (again: Again | undefined): again is Recorded => again?.client !== undefined

const recordedOf = (commands: readonly InvocationRecord[]): Recorded[] =>
  commands.map(({ again }) => again).filter(isRecorded)

/** Commands under one tag, in their order. */
function byTag(commands: readonly InvocationRecord[]): Recorded[][] {
  const all = recordedOf(commands)
  return [...new Set(all.map(({ tag }) => tag))].map((tag) => all.filter((each) => each.tag === tag))
}

/** The commands of a client, and what shows what it made of the image. */
export function clientLines(source: Source, commands: readonly InvocationRecord[], id: string): Lines {
  const isFailing = id.endsWith('.completed')
  // Several roots are pushed one after the other.
  const isReferrer = ({ digest }: Recorded): boolean =>
    source.record.manifests.some((each) => each.digest === digest && each.subject !== undefined)
  const groups = byTag(commands)
    .filter(([first]) => first && (id !== 'with.push.referrers' || isReferrer(first)))
    .filter(
      ([first]) =>
        !isFailing || commands.some(({ again, status }) => again?.tag === first?.tag && status !== 0),
    )
  const converting = groups.flat().find(({ converts }) => converts)
  if (groups.length === 0) return { reason: 'the commands of the client were not recorded' }
  if (converting && !isFailing) {
    const reason = `${converting.client} is known to write some of an image anew, so that what differs has to be looked at`
    const ran = groups.flat().map(({ line }) => line)
    return { reason: `${reason}; it ran: ${ran.join(' && ')}` }
  }
  const parts = groups.map((group, at) => linesOf(source, group, { id, number: 2 * at + 1, isFailing }))
  const missing = parts.find((each) => !Array.isArray(each))
  if (missing) return missing
  const [first] = groups.flat()
  const isOwn = first?.operation === 'pull' && first.repository === source.repository
  return [...(isOwn ? pushLines(source.record) : []), ...(parts as string[][]).flat()]
}

/** Of one root. */
function linesOf(
  source: Source,
  group: readonly Recorded[],
  { id, number, isFailing }: { id: string; number: number; isFailing: boolean },
): Lines {
  const { record } = source
  const [first] = group
  if (!first) return []
  const otherwise = isFailing ? 'fail' : 'error'
  if (first.operation === 'push')
    return [
      ...pushed(record, group, { number, otherwise }),
      ...(isFailing ? [] : judgedPush(record, first, id)),
    ]
  const { tag, repository } = first
  const before = repository === source.repository ? undefined : pushesInto(source, repository, tag)
  if (before?.length === 0) return { reason: `the commands that pushed into ${repository} were not recorded` }
  const root = before ? before[0]?.digest : record.tags.find((each) => each.tag === tag)?.digest
  return [
    ...(before ? pushed(record, before, { number, otherwise: 'error' }) : []),
    `repo=${quote(repository)}`,
    ...(isFailing ? [] : [`parts_there ${quote(tag)} >"$all/there"`]),
    `# What ${first.client} pulls.`,
    ...homeOf(group, number + 1),
    ...ran(group, otherwise),
    ...(isFailing ? [] : judgedPull(record, root)),
  ]
}

/** The last commands by which a client pushed into its repository. */
function pushesInto({ result }: Source, repository: string, tag: string): Recorded[] {
  const found = result.evidence
    .filter(isInvocation)
    .filter(
      ({ again }) => again?.repository === repository && again.operation === 'push' && again.tag === tag,
    )
  const round = Math.max(...found.map((each) => each.round))
  return recordedOf(found.filter((each) => each.round === round))
}

function pushed(
  record: TripRecord,
  commands: readonly Recorded[],
  { number, otherwise }: { number: number; otherwise: 'fail' | 'error' },
): string[] {
  const [first] = commands
  if (!first) return []
  const { client, tag, repository, digest = '' } = first
  const part = record.manifests.find((each) => each.digest === digest)
  const entry = {
    mediaType: part?.mediaType,
    digest,
    size: part?.size,
    annotations: { 'org.opencontainers.image.ref.name': tag },
  }
  const index = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [entry] }
  const parts = [...record.manifests, ...record.blobs].map((each) => each.digest)
  return [
    `# What ${client} pushes: a layout of one image.`,
    ...homeOf(commands, number),
    `printf %s ${quote(JSON.stringify(index))} | layout ${quote(parts.join(' '))}`,
    `repo=${quote(repository)}`,
    `new "$repo" ${quote(tag)}`,
    ...ran(commands, otherwise),
  ]
}

/** What a client finds below its home. */
function homeOf([first]: readonly Recorded[], number: number): string[] {
  const { files = {}, environment = {}, service } = first ?? {}
  return [
    `own_home ${number}`,
    ...Object.entries(files).flatMap(([name, text]) => [
      ...(name.includes('/') ? [`mkdir -p "$HOME/"${quote(name.slice(0, name.lastIndexOf('/')))}`] : []),
      `cat >"$HOME/"${quote(name)} <<END_OF_FILE`,
      text.replace(/\n$/, ''),
      'END_OF_FILE',
    ]),
    ...Object.entries(environment).map(([name, text]) => `export ${name}="${text.replaceAll('"', '\\"')}"`),
    ...(service ? [`service ${quote(service.line)} ${quote(service.ready)}`] : []),
  ]
}

/** As they were run; `$work` is the folder of the client. */
const ran = (commands: readonly Recorded[], otherwise: 'fail' | 'error'): string[] => [
  ...commands.map(
    ({ line }, at) =>
      `(cd "$work/work" && ${line}) || ${at < commands.length - 1 ? 'error' : otherwise} "exit status $?"`,
  ),
  '',
]

function judgedPush(record: TripRecord, { digest = '', tag }: Recorded, id: string): string[] {
  if (id === 'with.push.referrers') {
    const part = record.manifests.find((each) => each.digest === digest)
    const subject = part?.subject ?? ''
    return [
      `send got GET "$registry/v2/$repo/referrers/"${quote(subject)}`,
      `! status_is got 404 || pulled manifests ${quote(tagFor(subject))} "$any"`,
      `all_pages referrers_in got | includes ${quote(digest)} || fail ${quote(digest)}" is in no list of referrers"`,
    ]
  }
  const own = new Set(partsOf(record, digest))
  const parts = { ...record, ...onlyIn(record, (each) => own.has(each)) }
  return [
    `pulled manifests ${quote(tag)} "$any"; there fail ${quote(tag)}; has_bytes ${quote(tag)} ${quote(digest)}`,
    ...forEachManifest(
      parts,
      (type) => `pulled manifests "$digest" ${type}; there fail "$digest"; has_bytes "$digest" "$digest"`,
    ),
    ...forEachBlob(parts, 'pulled blobs "$digest"; there fail "$digest"; has_bytes "$digest" "$digest"'),
  ]
}

/** Everything that the registry has of the image is among the files that the client wrote. */
function judgedPull(record: TripRecord, root: string | undefined): string[] {
  const parts = root === undefined ? [] : partsOf(record, root)
  return [
    'held | sort -u >"$all/held"',
    ...(root === undefined
      ? []
      : [
          '# As it was pushed, its index leads to more.',
          `if grep -Fxq -e ${quote(root)} "$all/there"; then printf '%s\\n' ${parts.map(quote).join(' ')} >"$all/there"; fi`,
        ]),
    'missing=$(grep -Fxv -f "$all/held" "$all/there") && fail "it has not written" $missing',
  ]
}
