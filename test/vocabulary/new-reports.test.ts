import { expect, test } from 'vitest'
import { describe as told } from '../../harness/reporters/pretty.ts'
import { runScenario } from '../../harness/runner.ts'
import { freshWorlds } from '../../harness/worlds.ts'
import { reportsOfNodes } from './reports-of-nodes.ts'
import { reportsOfRegistration } from './reports-of-registration.ts'
import { reportsOfTheWay } from './reports-of-the-way.ts'

test.for([...reportsOfNodes, ...reportsOfRegistration, ...reportsOfTheWay])(
  'a report that is new: $id',
  async (scenario) => {
    const result = await runScenario(scenario, freshWorlds)
    expect(result.outcome, told(result)).toBe('passed')
  },
)
