import { keepYoungHeapSmall } from '../cli/process/heap.ts'
import { start } from '../cli/process/start.ts'
import { action } from './action.ts'

keepYoungHeapSmall()
start((interruption) =>
  action(
    {
      environment: { ...process.env },
      write: (text) => void process.stdout.write(text),
    },
    interruption,
  ),
)
