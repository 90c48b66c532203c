export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The JSON object that bytes or a text contain; undefined for anything else, since the parser's message would quote it. */
export function jsonObjectIn(content: Uint8Array | string): Record<string, unknown> | undefined {
  try {
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8')
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
