import { headerValues, type ExchangeRecord } from '../exchange.ts'
import { sourceOf } from './locations.ts'
import { comment, locationFunction, quote, registryFunction } from './shell.ts'
import { hasToken, originOf, step } from './step.ts'

export interface CurlOptions {
  /** The run did not verify certificates. */
  insecure?: boolean
  /** The URL of the registry, whose origin alone gets credentials. By default it is that of the first exchange. */
  target?: string | undefined
}

/**
 * A script for a POSIX shell that repeats exchanges by hand, in their order. Locations of uploads
 * and redirects are carried from response to request, since a registry makes them anew each time;
 * credentials are taken from the environment, and sent to the registry alone. Everything from the target is quoted.
 */
export function curlOf(records: readonly ExchangeRecord[], options: CurlOptions = {}): string {
  const { insecure = false, target = '' } = options
  const sources = records.map((_, index) => sourceOf(records, index))
  const followed = new Set(sources.flatMap((source) => (source ? [source.from] : [])))
  const registry = originOf(target) ?? originOf(records[0]?.request.url ?? '') ?? ''
  const steps = records.map((record, index) => {
    const source = sources[index]
    const url = source
      ? `$(location "$work/${source.from + 1}" "$url_${source.from + 1}")${source.added === '' ? '' : quote(source.added)}`
      : quote(record.request.url)
    return step(record, index + 1, { target: url, isFollowed: followed.has(index), insecure, registry })
  })
  const lines = [...preamble(records, registry, followed.size > 0), ...steps.flatMap((step) => ['', ...step])]
  return `${lines.join('\n')}\n`
}

const isBasic = (value: string): boolean => /^basic /i.test(value)

/** What the script requires of its environment, and the functions that it calls. */
function preamble(records: readonly ExchangeRecord[], registry: string, isFollowing: boolean): string[] {
  const trusted = records.filter(({ request }) => originOf(request.url) === registry)
  const authorizations = trusted.flatMap(({ request }) => headerValues(request.headers, 'authorization'))
  const lines = ['#!/bin/sh', 'set -u']
  if (authorizations.some(isBasic)) {
    lines.push(comment('Set REGISTRY_USER and REGISTRY_PASSWORD before.'))
    lines.push(': "${REGISTRY_USER:?}" "${REGISTRY_PASSWORD:?}"')
  }
  if (!authorizations.every(isBasic) && !records.some(hasToken)) {
    lines.push(comment('Set TOKEN before, to a token of the registry for the repositories below.'))
    lines.push(': "${TOKEN:?}"')
  }
  if (isFollowing) {
    lines.push('work=$(mktemp -d) || exit', `trap 'rm -rf "$work"' EXIT`, '', locationFunction)
    if (authorizations.length > 0) lines.push('', registryFunction(registry))
  }
  return lines
}
