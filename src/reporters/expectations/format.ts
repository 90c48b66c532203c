import type { Format } from '../format.ts'

export const expectations: Format = {
  name: 'expectations',
  file: 'expectations.yaml',
  about: 'current failures, as a file for --expectations',
  reporter: async (...of) => (await import('./expectations.ts')).expectationsFile(...of),
}
