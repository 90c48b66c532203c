import { LineCounter, type Node } from 'yaml'
import { readFileText } from '../../files/read.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { parseYaml } from '../../results/file/yaml-text.ts'
import { printable } from '../../results/text/printable.ts'

/** Larger files are refused. */
const mostBytes = 1024 * 1024

/** A YAML document with the places of its parts. */
export interface Document {
  path: string
  root: Node | null
  /** `line:column` of a part. */
  placeOf: (part: unknown) => string
}

const usual = 'name another configuration with --config, or leave --config out'

/** Reads a YAML file, JSON too. Throws Failure with line and column. */
export function readDocument(path: string, advice = usual): Document {
  return documentIn(readFileText(path, { most: mostBytes, advice }), path)
}

/** A YAML document of a text. Throws Failure with line and column after the name of what it is from. */
export function documentIn(text: string, path: string): Document {
  const lines = new LineCounter()
  const document = parseYaml(path, text, lines)
  const placeOf = (part: unknown): string => {
    const offset = (part as { range?: [number] | null } | undefined)?.range?.[0] ?? 0
    const { line, col } = lines.linePos(offset)
    return `${line}:${col}`
  }
  const [error] = document.errors
  if (error) {
    const { line, col } = lines.linePos(error.pos[0])
    throw new Failure(`${path}:${line}:${col}: ${printable(error.message)}`, exitCodes.usage)
  }
  return { path, root: document.contents, placeOf }
}
