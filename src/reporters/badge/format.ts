import type { Format } from '../format.ts'

export const badge: Format = {
  name: 'badge',
  file: 'badge.json',
  about: 'badge for the endpoint of shields.io',
  reporter: async (...of) => (await import('./badge.ts')).badge(...of),
}
