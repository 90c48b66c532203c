/** The comparison's only script: it folds, filters and moves about, and puts nothing into the page but text. */
import { enableFilter } from './filter.ts'
import { enableKeys } from './keys.ts'
import { enableReveal } from './reveal.ts'
import { gridRows } from './rows.ts'

document.documentElement.classList.add('scripted')
const rows = gridRows()
const filter = enableFilter(rows)
enableKeys(rows, filter)
enableReveal(filter)
