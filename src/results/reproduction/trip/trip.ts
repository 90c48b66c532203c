import type { RequirementResult } from '../../../engine/events.ts'
import type { Finding } from '../../../engine/verdict.ts'
import { functionsFor } from '../../../registry/reproduce/functions.ts'
import { accessOf } from '../../../registry/reproduce/access.ts'
import { requestFunctions } from '../../../registry/reproduce/request.ts'
import type { Reproduction } from '../../../registry/reproduce/script.ts'
import { comment, quote } from '../../../registry/reproduce/shell.ts'
import type { TripRecord } from '../../../registry/record/trip.ts'
import { commandsOf, invocationsOf } from '../../invocations.ts'
import { isExchange, isTrip } from '../../record.ts'
import type { RunResult } from '../../result.ts'
import { findingTitle } from '../../text/finding-title.ts'
import { clientLines } from './clients.ts'
import { contentFunction, tripFunctions } from './functions.ts'
import type { Lines, Source } from './source.ts'
import { startLines } from './start.ts'
import { throughRegistry } from './registry.ts'
import { upgradeLines } from './upgrade.ts'

const anyManifest = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  '*/*',
].join(', ')

/** The record of a round trip; undefined of other runs. */
export const tripOf = ({ evidence }: RunResult): TripRecord | undefined => evidence.find(isTrip)

/** A script that makes the round trip once more, as far as a finding needs it: with the recorded commands of clients and engines. */
export function tripScript(
  result: RunResult,
  record: TripRecord,
  finding: Finding,
  about: Pick<RequirementResult, 'id' | 'level' | 'title' | 'link'>,
): Reproduction {
  const registry = new URL(result.target.name).origin
  const source: Source = { record, result, registry, repository: result.target.details['repository'] ?? '' }
  if (record.manifests.length === 0) return { reason: 'the image has too many parts' }
  const lines = linesOf(source, finding, about.id)
  if (!Array.isArray(lines)) return lines as { reason: string }
  return { script: assemble(source, finding, about, lines as string[]) }
}

function linesOf(source: Source, finding: Finding, id: string): Lines {
  if (id.startsWith('policy.'))
    return {
      reason: 'the image has it before it is pushed: validate it by `oci-assay run`, with the same policies',
    }
  const commands = commandsOf(finding, invocationsOf(source.result))
  if (id.startsWith('with.')) return clientLines(source, commands, id)
  if (id.startsWith('start.')) return startLines(source, commands, id)
  if (id.startsWith('upgrade.')) return upgradeLines(source.record)
  return throughRegistry(source, finding, id)
}

function assemble(
  { record, result, registry, repository }: Source,
  finding: Finding,
  { id, level, title, link }: Pick<RequirementResult, 'id' | 'level' | 'title' | 'link'>,
  lines: readonly string[],
): string {
  const exchanges = result.evidence.filter(isExchange)
  const access = accessOf(exchanges, registry, result.target.details)
  const refusal = (what: string): string =>
    `refused_${what}() { ${id === `roundtrip.${what}.accepted` ? 'fail' : 'error'} "$@"; }`
  const refusals = ['blob', 'manifest', 'tag'].map((what) => [`refused_${what}`, refusal(what)] as const)
  // What removes new tags is called at the end of every script.
  const body = ['trap', ...lines].join('\n')
  const makesTags = /\b(?:new|tagged)\b/.test(body)
  const end = [
    ...(makesTags ? ['remove'] : []),
    ...(/\bservice\b/.test(body) ? ['for each in $services; do kill "$each"; done'] : []),
    // What was made last is removed first.
    ...lines.flatMap((line) => /^: at the end: (.*)$/.exec(line)?.[1] ?? []).toReversed(),
    'cd /; rm -rf "$all"',
  ].join('; ')
  const functions = functionsFor(`${body}\n${end}`, [
    contentFunction(record),
    ...tripFunctions,
    ...refusals,
    ...requestFunctions(access),
  ])
  return `${[
    '#!/bin/sh',
    comment(`${id} (${level}): ${title}`),
    comment(link),
    comment(`Found: ${findingTitle(finding)}`),
    comment(`Expected: ${finding.expected.join(' or ')}`),
    comment(`Received: ${finding.received}`),
    comment('Exit code: 0 it conforms, 1 the violation is shown, 2 the commands cannot be run.'),
    '',
    'set -u; export LC_ALL=C',
    `image=\${IMAGE:-${quote(record.image)}}; case $image in /*) ;; *) image=$PWD/$image ;; esac`,
    `registry=${quote(registry)} repo=${quote(repository)}`,
    ...(access.credentials === 'basic' ? [': "${REGISTRY_USER:?}" "${REGISTRY_PASSWORD:?}"'] : []),
    ...(access.credentials === 'bearer'
      ? [comment('Credentials: REGISTRY_USER and REGISTRY_PASSWORD, or TOKEN.')]
      : []),
    ...(access.secure ? [comment('CACERT: a file with the authority to trust.')] : []),
    ...(access.clientCertificate ? [': "${CLIENT_CERT:?a file}" "${CLIENT_KEY:?a file}"'] : []),
    ...(access.proxy === undefined ? [] : [`proxy=\${PROXY:-${quote(access.proxy)}}`]),
    `about=${quote(id)} any=${quote(anyManifest)}`,
    "made='' services=''",
    'all=$(mktemp -d) || exit 2; work=$all',
    '',
    ...functions,
    '',
    `trap ${quote(end)} EXIT; trap 'exit 2' INT TERM`,
    ...lines.filter((line) => !line.startsWith(': at the end: ')),
    `echo "PASS $about"`,
  ].join('\n')}\n`
}
