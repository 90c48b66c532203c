import type { Format } from '../format.ts'

export const har: Format = {
  name: 'har',
  file: 'exchanges.har',
  about: 'all exchanges as an HTTP Archive 1.2',
  reporter: async (path) => (await import('./har.ts')).har(path),
}
