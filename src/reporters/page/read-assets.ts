import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a page has besides its markup. */
export interface Assets {
  style: string
  script: string
}

/** The source of a module: style sheets and client scripts are not copied to dist. */
export const sourceOf = (module: string): string =>
  module.replace(/\/dist\/(?=(?:src\/reporters|scripts\/mutation)\/)/, '/')

/**
 * The style sheet and the client script beside a module: `style.css` with what it imports, and `client/main.ts`
 * compiled. The bundle holds the results (scripts/bundle.ts).
 */
export async function assetsBeside(module: string): Promise<Assets> {
  const source = sourceOf(module)
  return {
    style: styleSheet(new URL('style.css', source)),
    script: await clientScript(new URL('client/main.ts', source)),
  }
}

/** A style sheet with those that it imports in their places, without comments and indentation. */
export function styleSheet(file: URL): string {
  const text = readFileSync(file, 'utf8')
    .split('/*')
    .map((part, index) => (index === 0 ? part : part.slice(part.indexOf('*/') + 2)))
    .join('')
    .replaceAll(/^\s+/gm, '')
  return text.replaceAll(/^@import '([^']+)';\n/gm, (_, path: string) => styleSheet(new URL(path, file)))
}

/** A script for browsers, of a module and what it imports. */
async function clientScript(file: URL): Promise<string> {
  const { build } = await import('rolldown')
  const { output } = await build({
    input: fileURLToPath(file),
    platform: 'browser',
    write: false,
    logLevel: 'warn',
    output: { format: 'iife', minify: true },
  })
  return output[0].code
}
