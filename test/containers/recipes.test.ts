import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { image, missing, root } from './engine.ts'

const recipe = (name: string) => readFileSync(join(root, 'harness/recipes', name), 'utf8')
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim()
const pairs = (env: Record<string, string>) =>
  Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])

interface GitHub {
  jobs: {
    scenarios: {
      services: { harness: { image: string; env: Record<string, string>; ports: string[] } }
      steps: { run: string }[]
    }
  }
}

interface GitLab {
  scenarios: {
    services: { name: string; alias: string }[]
    variables: Record<string, string>
    script: string[]
  }
}

const { services, steps } = (parse(recipe('github-actions.yml')) as GitHub).jobs.scenarios
const { scenarios } = parse(recipe('gitlab-ci.yml')) as GitLab
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as {
  services: Record<string, { ports?: string[]; profiles?: string[] }>
}

test('the GitHub recipe publishes the ports that the image listens on', () => {
  const exposed = /^EXPOSE (.+)$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1]?.split(' ') ?? []
  expect(services.harness.ports).toEqual(exposed.map((port) => `${port}:${port}`))
})

test('the GitLab recipe gives job and service one issuer', () => {
  expect(scenarios.variables.PUBLIC_HOST).toBe(scenarios.services[0]?.alias)
})

test('the compose recipe names services that there are', () => {
  const [, service = ''] = /docker compose exec -T (\w+)/.exec(recipe('compose.sh')) ?? []
  expect(Object.keys(compose.services)).toContain(service)
  expect(spawnSync('sh', ['-n', join(root, 'harness/recipes/compose.sh')]).status).toBe(0)
})

test('the real products are there only by their profile', () => {
  const real = ['kong', 'curity-real', 'licences']
  expect(real.map((name) => compose.services[name]?.profiles)).toEqual(real.map(() => ['real']))
  expect(parse(recipe('kong.yaml'))).toMatchObject({ _format_version: '3.0' })
})

describe.skipIf(missing)(`recipes, run${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const started = (...args: string[]) => {
    const id = docker('run', '-d', ...args)
    onTestFinished(() => void docker('rm', '-f', id))
    return id
  }
  const healthy = async (id: string) =>
    expect.poll(() => docker('inspect', '-f', '{{.State.Health.Status}}', id), { interval: 200 }).toBe('healthy')

  test('the script of the GitHub recipe passes against its service', async () => {
    const id = started(...pairs(services.harness.env), image)
    await healthy(id)
    // Expressions of GitHub's are ours to fill in here.
    const script = steps[0]?.run.replaceAll(/\$\{\{ job\.services\.harness\.id \}\}/g, id) ?? ''
    expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toContain('2 passed, 0 failed')
  })

  test('the script of the GitLab recipe passes in a job beside its service', async () => {
    const network = `dcr-harness-recipe-${process.pid}`
    docker('network', 'create', network)
    onTestFinished(() => void docker('network', 'rm', network))
    const { FF_NETWORK_PER_BUILD, ...variables } = scenarios.variables
    expect(FF_NETWORK_PER_BUILD).toBe('true')
    const alias = scenarios.services[0]?.alias ?? ''
    const id = started(...pairs(variables), '--network', network, '--network-alias', alias, image)
    await healthy(id)
    const job = ['run', '--rm', ...pairs(variables), '--network', network, '--entrypoint', 'sh', image]
    expect(docker(...job, '-ec', scenarios.script.join('\n'))).toContain('2 passed, 0 failed')
  })
})
