// Two worlds in a fresh process, as a user of the package starts them: how long each took after the import, in ms.
const { startWorld } = await import('../../../dist/public.js')

const took = []
for (let n = 0; n < 2; n++) {
  const started = performance.now()
  const world = await startWorld()
  took.push(performance.now() - started)
  await world.close()
}
console.log(JSON.stringify(took))
process.exit(0)
