import type { Content, Contents } from './content.ts'
import type { Names } from './names.ts'
import { hereText, quote, word } from './shell.ts'

/** The lines that make what the script sends; what a document refers to comes before it. */
export function contentLines(contents: Contents, names: Names): string[] {
  const lines: string[] = []
  // Only when all is written is it known what is named, and how.
  const texts = new Map(contents.list.map((content) => [content, linesOf(content, names)]))
  const done = new Set<string>()

  const make = (content: Content): void => {
    if (done.has(content.name)) return
    done.add(content.name)
    const before = dependenciesOf(content, contents)
    for (const each of before) make(each)
    lines.push(...(texts.get(content) ?? []))
    lines.push(`${content.name}=$(digest_of sha256 "$work/${content.name}")`)
    if (contents.uses512(content))
      lines.push(`${content.name}_512=$(digest_of sha512 "$work/${content.name}")`)
  }

  for (const content of contents.list) make(content)
  const absent = [...names.absent()].map(
    ([digest, name]) => `${name}=$(absent_digest ${digest.split(':', 1)[0]} ${name})`,
  )
  return [...absent, ...lines]
}

function dependenciesOf({ name, made }: Content, contents: Contents): Content[] {
  if (made.by === 'parts') return contents.list.filter((each) => made.parts.includes(each.name))
  if (made.by === 'cut') return contents.list.filter((each) => each.name === made.of)
  if (made.by !== 'text' && made.by !== 'cut text') return []
  return [...made.text.matchAll(/sha(?:256|512):[0-9a-f]{64,128}/g)].flatMap(([digest]) => {
    const found = contents.byDigest(digest)
    return found && found.name !== name ? [found] : []
  })
}

function linesOf({ name, size, made }: Content, names: Names): string[] {
  switch (made.by) {
    case 'filling':
      return [`write_bytes ${name} ${size}${made.form === undefined ? '' : ` ${made.form}`}`]
    case 'parts':
      return [`cat ${made.parts.map((part) => `"$work/${part}"`).join(' ')} >"$work/${name}"`]
    case 'cut':
      return [`cut_from "$work/${made.of}" ${made.from} ${size} >"$work/${name}"`]
    case 'bytes':
      return [
        `printf '${[...made.bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}' >"$work/${name}"`,
      ]
    case 'cut text': {
      const start = word(names.template(made.text, { known: isBlob(name) }))
      const end = word(names.template(made.end, { known: isBlob(name) }))
      return [`write_long ${name} ${size} ${start} ${quote(made.filling)} ${end}`]
    }
    default:
      return textLines(name, hereText(names.template(made.text, { known: isBlob(name) })))
  }
}

/** Digests in blobs, such as those of uncompressed layers, are of nothing that the script has. */
const isBlob = (name: string): boolean => !name.startsWith('manifest')

const textLines = (name: string, text: string): string[] => {
  const end = text.split('\n').includes('END') ? 'END_OF_TEXT' : 'END'
  return [`write_text ${name} <<${end}`, text, end]
}
