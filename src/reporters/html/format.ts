import type { Format } from '../format.ts'

export const html: Format = {
  name: 'html',
  file: 'report.html',
  about: 'page for people, in one file',
  reporter: async (...of) => (await import('./report.ts')).htmlReport(...of),
}
