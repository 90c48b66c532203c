import { copyScript } from './script-copy.ts'
import { exchangeScript } from './script-exchanges.ts'
import { filterScript } from './script-filter.ts'
import { revealScript } from './script-reveal.ts'

/**
 * The page's only script; without it nothing is missing but filters, buttons and the exchanges that no
 * finding rests on. It puts nothing into the page but text, and the markup that the page itself packed.
 */
export const script = [
  `'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
`,
  copyScript,
  filterScript,
  exchangeScript,
  revealScript,
].join('')
