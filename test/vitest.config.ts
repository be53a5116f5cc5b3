import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Passed with `--config`. No retries: a test that fails sometimes is a bug that shows sometimes. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // Vite looks for its cache and .env files here otherwise; neither is wanted in the tree.
  cacheDir: 'node_modules/.cache/vite',
  envDir: false,
  test: {
    include: ['test/**/*.test.ts'],
    // Threads start in half the time of processes, and files of one worker share what they import: nothing of ours is
    // global, so they cannot notice each other.
    pool: 'threads',
    isolate: false,
    fileParallelism: true,
    retry: 0,
    // A limit ends what hangs. It never judges how fast something is: a busy machine of two cores may take twenty times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
