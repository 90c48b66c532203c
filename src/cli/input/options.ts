import { InvalidArgumentError } from 'commander'
import { parseShard } from '../../engine/shard.ts'
import { parseLimits } from '../../image/limits.ts'
import { parseProxy } from '../../registry/transport/connection/proxy-rules.ts'

/** Readers of option values: each throws the error that commander prints with the option's name. */

/** A whole number from `least` to `most`. */
export const integer =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}`)
    }
    return value
  }

/** Repository names follow the grammar of the distribution specification (Pulling manifests). */
export function repositoryName(text: string): string {
  const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
  if (!new RegExp(`^${part}(?:/${part})*$`).test(text)) {
    throw new InvalidArgumentError(
      'must have lowercase path components separated by slashes, such as team/test',
    )
  }
  return text
}

/** One part of a divided run: `2/3`. */
export function shardOf(text: string): string {
  if (!parseShard(text)) {
    throw new InvalidArgumentError('specify its number and the total, such as 1/3')
  }
  return text
}

export function hexadecimal(text: string): string {
  if (!/^[0-9a-f]{1,64}$/.test(text)) throw new InvalidArgumentError('must be 1 to 64 hexadecimal digits')
  return text
}

/** What a target is called; a column has no room for more. */
export function labelText(text: string): string {
  if (text.trim() === '' || text.length > 100) throw new InvalidArgumentError('must be 1 to 100 characters')
  return text.trim()
}

/** Where reports are published; summaries link to it. */
export function reportUrlText(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('must be an http or https address')
  return text
}

/** One limit of what is read of an image: `document-size=16777216`. */
export function imageLimit(text: string): string {
  try {
    parseLimits([text])
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
  return text
}

/** A platform: `linux/arm64`, `linux/arm/v7`. */
export function platformText(text: string): string {
  if (!/^[a-z0-9_.-]+\/[a-z0-9_.-]+(?:\/[a-z0-9_.-]+)?$/.test(text))
    throw new InvalidArgumentError('specify os/architecture, such as linux/arm64 or linux/arm/v7')
  return text
}

/** A proxy's address, or `none`. */
export function proxyAddress(text: string): string {
  if (text === 'none') return text
  try {
    parseProxy(text, 'that')
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
  return text
}
