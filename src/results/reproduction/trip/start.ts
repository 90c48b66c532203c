import type { InvocationRecord } from '../../../registry/record/invocation.ts'
import { quote } from '../../../registry/reproduce/shell.ts'
import { isInvocation } from '../../record.ts'
import { partsOf, pushLines, typeOf } from './registry.ts'
import type { Lines, Source } from './source.ts'

/** Seconds that a program may run. */
const longest = 60

/** The commands of the engine, and what shows how the program ended. */
export function startLines(source: Source, evidence: readonly InvocationRecord[], id: string): Lines {
  const test = evidence[0]?.test ?? 'start.image'
  // Those before the ones of the finding led to them.
  const last = evidence.at(-1)?.id ?? 0
  const lines = source.result.evidence
    .filter(isInvocation)
    .filter((each) => each.test === test && each.id <= last)
    .flatMap(({ again }) => (again?.client === undefined && again ? [again] : []))
  const [first] = lines
  if (!first) return { reason: 'the commands of the engine were not recorded' }
  return first.digest === undefined
    ? byEngine(source, lines, id)
    : byRuntime(source, { lines, digest: first.digest }, id)
}

/** Engines that pull. */
function byEngine({ record }: Source, lines: readonly { line: string }[], id: string): Lines {
  const [pull, ...more] = lines.map(({ line }) => line)
  const creations = more.filter((line) => / create --name /.test(line))
  const create = creations.at(-1)
  const container = / create --name (\S+)/.exec(create ?? '')?.[1]
  const engine = / pull --quiet/.exec(pull ?? '')
  const reference = pull?.split(' ').at(-1)
  if (pull === undefined || !engine) return { reason: 'the commands of the engine were not recorded' }
  const command = pull.slice(0, engine.index)
  const head = [
    ...pushLines(record),
    `: at the end: ${command} rmi ${reference} >/dev/null 2>&1`,
    `${pull} || ${outcome(id, 'start.pulled')} "the engine cannot pull it"`,
  ]
  if (create === undefined || container === undefined) return head
  const inspected = (format: string): string => `${command} inspect --format '${format}' ${container}`
  return [
    ...head,
    `: at the end: ${command} rm --force --volumes ${container} >/dev/null 2>&1`,
    `${create} || ${outcome(id, 'start.created')} "the engine cannot create a container"`,
    ...(isOfContainer(id)
      ? [`${command} inspect ${container}`, 'error "compare what the container has with what was expected"']
      : [
          `${command} start ${container} || ${outcome(id, 'start.runs')} "the program cannot be started"`,
          `seconds=0; while [ "$(${inspected('{{.State.Running}}')})" = true ] && [ "$seconds" -lt ${longest} ]; do sleep 1; seconds=$((seconds + 1)); done`,
          `status=$(${inspected('{{.State.ExitCode}}')}); ${command} logs ${container} >"$work/output" 2>&1; cat "$work/output"`,
          ...ending(record, id),
        ]),
  ]
}

/** Requirements about what a container has before it is started. */
const isOfContainer = (id: string): boolean =>
  ['command', 'environment', 'working-directory', 'user', 'stop-signal'].some((part) => id.endsWith(part))

const outcome = (id: string, about: string): string => (id === about ? 'fail' : 'error')

/** How the program ended. */
function ending({ exitStatus, output }: Source['record'], id: string): string[] {
  if (id === 'start.exit-status')
    return [`[ "$status" = ${exitStatus ?? 0} ] || fail "it ended with exit status $status"`]
  if (id === 'start.output')
    return [
      `case $(cat "$work/output") in *${quote(output ?? '')}*) ;; *) fail "it did not print that" ;; esac`,
    ]
  if (id === 'start.runs')
    return [
      'case $status in 126 | 127) fail "the program cannot be started: exit status $status" ;; esac',
      `! grep -iq 'exec format error' "$work/output" || fail "the program is for another architecture"`,
    ]
  return ['error "what the health check finds has to be looked at"']
}

/** A runtime without a client: the image of this platform as a layout, unpacked, and run. */
function byRuntime(
  { record }: Source,
  { lines, digest }: { lines: readonly { line: string }[]; digest: string },
  id: string,
): Lines {
  const [unpack, run] = lines.map(({ line }) => line)
  const size = record.manifests.find((each) => each.digest === digest)?.size
  const annotations = { 'org.opencontainers.image.ref.name': 'image' }
  const entry = { mediaType: typeOf(record, digest), digest, size, annotations }
  const index = JSON.stringify({ schemaVersion: 2, manifests: [entry] })
  const bounds = `.process.terminal = false | .linux.namespaces |= map(select(.type != "network")) + [{ type: "network" }]`
  const bundle = '"$work/bundle/config.json"'
  return [
    '# The image of this platform, unpacked.',
    `printf %s ${quote(index)} | layout ${quote(partsOf(record, digest).join(' '))}`,
    `${unpack} || ${outcome(id, 'start.created')} "it cannot be unpacked"`,
    ...(isOfContainer(id) || run === undefined
      ? [`cat ${bundle}`, 'error "compare what the bundle has with what was expected"']
      : [
          `jq ${quote(bounds)} ${bundle} >"$work/config" && cp "$work/config" ${bundle} || error "this needs jq"`,
          `${run} >"$work/output" 2>&1; status=$?; cat "$work/output"`,
          `if grep -Eq 'runc (run|create) failed|unable to start container process|container process caused' "$work/output"; then ${outcome(id, 'start.runs')} "the program cannot be started"; fi`,
          ...ending(record, id),
        ]),
  ]
}
