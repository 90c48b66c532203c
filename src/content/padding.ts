import { contentOf, type Content } from './content.ts'

/** Bytes of one annotation's value: what a parser meets in practice, and no more. */
const step = 65_536

const encoder = new TextEncoder()

/** The text around the value of an annotation that pads, with the comma in front of it. */
const frame = (at: number): string => `,"vnd.oci-assay.padding-${String(at).padStart(4, '0')}":"`

const overhead = frame(0).length + 1

/**
 * The same manifest, made exactly `size` bytes long by annotations: its bytes are built once and
 * not by way of strings, since they may be many megabytes. The manifest must have annotations.
 * Throws RangeError where it is longer than `size` already, or too near to it.
 */
export function padded(manifest: Content, size: number): Content {
  const text = new TextDecoder().decode(manifest.bytes)
  const mark = '"annotations":{"'
  const start = text.indexOf(mark)
  const end = text.indexOf('}', start)
  if (start < 0 || end < 0) throw new RangeError('a manifest without annotations cannot be padded')
  const bytes = Buffer.alloc(size, 'x')
  const head = encoder.encode(text.slice(0, end))
  const tail = encoder.encode(text.slice(end))
  let missing = size - head.length - tail.length
  if (missing !== 0 && missing <= overhead) {
    throw new RangeError(`a manifest of ${manifest.bytes.length} bytes cannot be padded to ${size}`)
  }
  bytes.set(head)
  let position = head.length
  for (let entry = 0; missing > 0; entry += 1) {
    // The last but one is cut short where the rest could not hold an entry of its own.
    const whole = Math.min(missing, step + overhead)
    const rest = missing - whole
    const length = rest > 0 && rest <= overhead ? whole - overhead : whole
    bytes.write(frame(entry), position, 'latin1')
    position += length
    bytes.write('"', position - 1, 'latin1')
    missing -= length
  }
  bytes.set(tail, position)
  return contentOf(bytes, manifest.mediaType)
}
