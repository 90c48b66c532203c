import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isMap, isNode, LineCounter, type Document } from 'yaml'
import { exitCodes, Failure } from '../conclusion/failure.ts'
import { packageFile } from '../../files/package-file.ts'
import { readFileText } from '../../files/read.ts'
import { printable } from '../text/printable.ts'
import { parseYaml } from '../file/yaml-text.ts'

/** A file of YAML or JSON that matches its schema. */
export interface YamlFile<Content> {
  content: Content
  /** `file:line:column` of a place inside it, by keys and indexes. */
  at: (path: readonly (string | number)[]) => string
}

/** More than anybody writes by hand. Bytes. */
const mostBytes = 1024 * 1024

/**
 * Reads a file that people write, in YAML or JSON. Throws Failure (wrong usage) with the line and
 * the column where it does not match its schema in `schemas/`.
 */
export function readYaml<Content>(path: string, schema: string): YamlFile<Content> {
  const lines = new LineCounter()
  const document = parse(
    path,
    readFileText(path, {
      most: mostBytes,
      advice:
        'name another file with --expectations; `--format expectations` writes one of the failures of a run',
    }),
    lines,
  )
  const at = (place: readonly (string | number)[]) => {
    const offset = offsetOf(document, place)
    const { line, col } = offset === undefined ? { line: 1, col: 1 } : lines.linePos(offset)
    return `${path}:${line}:${col}`
  }
  const content = contentOf(path, document)
  const validate = validator<Content>(schema)
  if (validate(content)) return { content, at }
  const { place, complaint } = complaintOf(validate.errors ?? [])
  const advice = `see schemas/${schema} for what is allowed`
  throw new Failure(`${at(place)}: ${printable(complaint)}`, exitCodes.usage, advice)
}

function parse(path: string, text: string, lineCounter: LineCounter): Document {
  const document = parseYaml(path, text, lineCounter)
  const [error] = [...document.errors, ...document.warnings]
  if (!error) return document
  const { line, col } = lineCounter.linePos(error.pos[0])
  const [why = ''] = error.message.split('\n')
  throw new Failure(`${path}:${line}:${col}: ${printable(why)}`, exitCodes.usage, 'correct the YAML there')
}

function contentOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch (error) {
    throw new Failure(`${path}: ${printable((error as Error).message)}`, exitCodes.usage)
  }
}

/** Where a value begins; of a key that is there, the key itself. */
function offsetOf(document: Document, place: readonly (string | number)[]): number | undefined {
  const last = place.at(-1)
  const parent = place.length === 0 ? document.contents : document.getIn(place.slice(0, -1), true)
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isNode(key) && String(key.toJS(document)) === String(last))
    const key = pair?.key
    if (isNode(key) && key.range) return key.range[0]
  }
  const node = document.getIn(place, true)
  if (isNode(node) && node.range) return node.range[0]
  return place.length > 0 ? offsetOf(document, place.slice(0, -1)) : undefined
}

/** The most specific complaint: the deepest one, and what is unknown before what is missing. */
function complaintOf(errors: readonly ErrorObject[]): {
  place: (string | number)[]
  complaint: string
} {
  const [error] = errors.toSorted((one, other) => depth(other) - depth(one))
  if (!error) return { place: [], complaint: 'does not match its schema' }
  const place = placeOf(error.instancePath)
  const { keyword, params, schema, message = 'is invalid' } = error
  const name = place.at(-1)
  const what = typeof name === 'string' ? `${name} ` : ''
  if (keyword === 'additionalProperties') {
    const unknown = String(params['additionalProperty'])
    return { place: [...place, unknown], complaint: `unknown property ${unknown}` }
  }
  if (keyword === 'required') return { place, complaint: `${String(params['missingProperty'])} is missing` }
  if (keyword === 'oneOf') {
    const names = (schema as { required?: string[] }[]).flatMap(({ required = [] }) => required)
    return { place, complaint: `specify one of ${names.join(', ')}` }
  }
  return { place, complaint: `${what}${message}` }
}

const depth = ({ instancePath, keyword }: ErrorObject): number =>
  2 * placeOf(instancePath).length + (keyword === 'additionalProperties' ? 3 : keyword === 'oneOf' ? 1 : 0)

const placeOf = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))

function validator<Content>(schema: string): ValidateFunction<Content> {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, verbose: true })
  formats.default(ajv)
  return ajv.compile<Content>(JSON.parse(readFileSync(packageFile(`schemas/${schema}`), 'utf8')))
}
