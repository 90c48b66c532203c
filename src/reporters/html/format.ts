import type { Format } from '../format.ts'

export const html: Format = {
  name: 'html',
  file: 'report.html',
  about: 'HTML page in one file, which works offline',
  reporter: async (...of) => (await import('./report.ts')).htmlReport(...of),
}
