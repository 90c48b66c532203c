import { start } from '../cli/process/start.ts'
import { action } from './action.ts'

start((interruption) =>
  action(
    {
      environment: { ...process.env },
      write: (text) => void process.stdout.write(text),
    },
    interruption,
  ),
)
