import { action } from './action.ts'

process.exitCode = await action({
  environment: { ...process.env },
  write: (text) => void process.stdout.write(text),
})
