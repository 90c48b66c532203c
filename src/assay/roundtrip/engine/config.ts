import type { ProcessConfig } from '../../../../suites/roundtrip/start/started.ts'
import { isObject, list, property, text } from '../../../image/json/value.ts'
import { architectureHere } from '../../../image/architecture.ts'
import type { ImageSource } from '../../../image/source/source.ts'

/** Levels of indexes that are followed. */
const deepest = 8

/** The configuration of an image for a platform; undefined where it has none for it. Throws ImageError. */
export async function configOf(
  source: ImageSource,
  digest: string,
  architecture = architectureHere,
): Promise<{ config: ProcessConfig; hasHealthCheck: boolean } | undefined> {
  let document = await read(source, digest, 'manifest')
  for (let level = 0; level < deepest && Array.isArray(property(document, 'manifests')); level += 1) {
    const entries = list(document, 'manifests')
    const entry =
      entries.find((each) => isFor(each, architecture)) ??
      entries.find((each) => platformOf(each) === undefined)
    const next = text(entry, 'digest')
    if (next === undefined) return undefined
    document = await read(source, next, 'manifest')
  }
  const found = text(property(document, 'config'), 'digest')
  return found === undefined ? undefined : processOf(await read(source, found, 'blob'))
}

const platformOf = (entry: unknown): unknown => property(entry, 'platform')

const isFor = (entry: unknown, architecture: string): boolean =>
  text(platformOf(entry), 'os') === 'linux' && text(platformOf(entry), 'architecture') === architecture

async function read(source: ImageSource, digest: string, as: 'manifest' | 'blob'): Promise<unknown> {
  return JSON.parse(Buffer.from(await source.read(digest, { as })).toString('utf8')) as unknown
}

function processOf(document: unknown): { config: ProcessConfig; hasHealthCheck: boolean } {
  const own = property(document, 'config')
  const words = (name: string): readonly string[] =>
    list(own, name).filter((word) => typeof word === 'string')
  const config: Record<string, string | readonly string[]> = {
    env: words('Env'),
    entrypoint: words('Entrypoint'),
    cmd: words('Cmd'),
  }
  for (const [key, name] of [
    ['user', 'User'],
    ['workingDir', 'WorkingDir'],
    ['stopSignal', 'StopSignal'],
  ] as const) {
    const value = text(own, name)
    if (value !== undefined) config[key] = value
  }
  return { config, hasHealthCheck: isObject(property(own, 'Healthcheck')) }
}
