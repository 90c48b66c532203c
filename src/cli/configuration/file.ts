import type { SettingValue, Layer, SettingKey } from './setting.ts'
import { dirname, isAbsolute, join } from 'node:path'
import { isMap, isScalar, type Node, type Pair } from 'yaml'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { printable } from '../../results/text/printable.ts'
import { didYouMean, similarNames } from '../../results/text/similar.ts'
import { readDocument } from './document.ts'
import { policiesIn } from './policies.ts'
import { readTyped, ValueError } from './read-value.ts'
import { lastingSettings, settingNamed } from './settings.ts'

const invalid = (message: string, advice?: string) => new Failure(message, exitCodes.usage, advice)

/** Reads oci-assay.yaml. Throws Failure with line and column. */
export function readConfiguration(path: string): Layer {
  const document = readDocument(path)
  const { root, placeOf } = document
  const layer = new Map<SettingKey, SettingValue>()
  if (root === null) return layer
  if (!isMap(root)) throw invalid(`${path}:${placeOf(root)}: write options as \`name: value\`, one per line`)
  for (const { key, value } of root.items as Pair<Node, Node | null>[]) {
    const name = isScalar(key) ? String(key.value) : ''
    if (name === '$schema') continue
    const fail = (part: unknown, why: string, advice?: string): never => {
      throw invalid(`${path}:${placeOf(part)}: ${printable(name)}: ${why}`, advice)
    }
    const setting = settingNamed(name)
    if (!setting) return fail(key, ...unknown(name))
    const plain: unknown = value?.toJSON()
    // An option without a value is as if it were not there.
    if (plain === null || plain === undefined) continue
    try {
      const read =
        setting.kind === 'policies' && typeof plain !== 'string'
          ? policiesIn(value, document)
          : readTyped(setting, plain)
      const isPath = setting.kind === 'path' || setting.kind === 'policies'
      const resolved =
        isPath && typeof read === 'string' && !isAbsolute(read) ? join(dirname(path), read) : read
      const from = `${path}:${placeOf(key).split(':')[0]}`
      const isWritten = typeof read !== 'object' || Array.isArray(read)
      layer.set(setting.key, { value: resolved, from, ...(isWritten ? {} : { written: plain }) })
    } catch (error) {
      if (!(error instanceof ValueError)) throw error
      fail(value, error.message)
    }
  }
  return layer
}

function unknown(name: string): [string, string] {
  if (name.startsWith('password')) {
    return [
      'a password does not belong in a file',
      'pipe it in with --password-stdin, set OCI_PASSWORD, or log in with docker login',
    ]
  }
  const names = lastingSettings.map((setting) => setting.name)
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const beginning = names.filter(
    (each) => dashed.length > 2 && (each.startsWith(dashed) || dashed.startsWith(each)),
  )
  const similar = [...new Set([...similarNames(dashed, names), ...beginning])]
  return ['unknown option', didYouMean(similar) ?? `the options are ${names.join(', ')}`]
}
