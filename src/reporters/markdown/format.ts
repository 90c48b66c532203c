import type { Format } from '../format.ts'

export const markdown: Format = {
  name: 'markdown',
  file: 'report.md',
  about: 'Markdown, for issues and pull requests',
  reporter: async (...of) => (await import('./markdown.ts')).markdown(...of),
}
