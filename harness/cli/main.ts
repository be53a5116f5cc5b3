import { Command, CommanderError, Option } from 'commander'
import { Complaints } from '../../kit/complaints.ts'
import { StoreUnusable } from '../../kit/journal.ts'
import { CannotListen } from '../../kit/serve.ts'
import { version } from '../version.ts'
import type { ReplayOptions } from './replay.ts'
import type { RunOptions } from './run-options.ts'
import { up } from './up.ts'

/** The command line. Exit codes: 0 all held, 1 a scenario failed, 2 the call or the settings were wrong. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv)
  } catch (error) {
    process.exitCode = codeOf(error)
    if (!(error instanceof CommanderError)) console.error(messageOf(error))
  }
}

function program(): Command {
  const cli = new Command('dcr-harness')
    .description('Stands in for Curity, Kong Konnect with its Dev Portal, and a Kong data plane: for tests only.')
    .version(version)
    .showHelpAfterError('(--help lists what there is)')
    .exitOverride()
  cli
    .command('up')
    .description('start the three servers with the demo world, and serve until stopped')
    .option('--config <file>', 'settings file (YAML)')
    .option('--curity-config <file>', "an export of a real Curity's configuration (XML), in place of the demo's")
    .option('--empty', 'start with nothing configured at Konnect')
    .option('--upstream <url>', 'the API behind the gateway (default: a built-in echo API)')
    .option('--walk', 'walk the whole flow once in view before serving')
    .addOption(
      new Option('--compat <mode>', "accept the forms that the vendor's how-tos print").choices(['strict', 'docs']),
    )
    .option('--switch <server.switch=value>', 'set a switch of a server: curity.scopeAbsent=all-client-scopes', several)
    .option('--tls [folder]', 'serve https; the certificate authority is kept in the folder (default: dcr-harness-tls)')
    .option('--network', 'a hop on every way between the servers, for the levers under /_mock/network')
    .option('--store <where>', 'where servers keep what they know: memory (default), sqlite:FILE or postgres://…')
    .option('--otlp <url>', 'send every exchange as a span to an OpenTelemetry collector')
    .option('--addresses <file>', 'write addresses and credentials to a file that `run --against` reads')
    .option('--record <file>', 'write every exchange as an HTTP Archive that can be replayed')
    .option('--json', 'one JSON document a line, for machines')
    .action(up)
  runCommand(cli)
  cli
    .command('new')
    .description('write a scenario to start a bug report from')
    .argument('<id>', 'kebab-case: bug-1234')
    .option('--folder <folder>', 'where it goes', 'bugs')
    .action(async (id: string, options: { folder: string }) =>
      (await import('./new-scenario.ts')).newScenario(id, options),
    )
  cli
    .command('replay')
    .description("make the requests of an HTTP Archive again, and show where the answers differ from the archive's")
    .argument('<file>', 'HAR file of a browser, a proxy, or up --record')
    .option('--config <file>', 'settings file (YAML) of the world that it runs in')
    .option('--map <host=server>', 'which of curity, konnect, gateway a host is, where it cannot be told', several)
    .option('--secret <name=value>', 'a secret that the archive leaves out; the environment is asked too', several)
    .option('--json', 'one JSON document')
    .action(async (file: string, options: ReplayOptions) => (await import('./replay.ts')).replay(file, options))
  serverCommands(cli)
  return cli
}

const several = (value: string, before: string[] = []) => [...before, value]

function runCommand(cli: Command): void {
  cli
    .command('run')
    .description('run scenarios: all that come with the package, or those named')
    .argument('[names...]', 'ids or tags of shipped scenarios, files or folders of your own')
    .option('--tag <tag>', 'only scenarios with this tag; several: with all of them', several)
    .option('--grep <pattern>', 'only scenarios whose id or title matches')
    .option('--shard <i/n>', 'the i-th of n parts')
    .option('--parallel <n>', 'how many run at once (default: 4)')
    .option('--bail', 'stop after the first failure')
    .option('--list', 'print what would run, with tags, and run nothing')
    .option('--drift', 'with --against: run at the mocks too, and list where the answers differ (exit code 1)')
    .option('--timeout <seconds>', 'how long a scenario may take (default: 30)')
    .option('--watch', 'run again whenever a file changes')
    .option('--against <file>', 'addresses of servers that run already (up --addresses writes them)')
    .option('--reporter <kinds>', 'pretty, junit, html, json; several with commas (default: pretty)', several)
    .option('--output <place>', 'file for the report, or folder for several')
    .option('--json', 'the same as --reporter json')
    .addOption(new Option('--transcript <form>', 'print every exchange').choices(['text', 'mermaid', 'json']))
    .option('--har <file>', 'write every exchange as an HTTP Archive')
    .option('--otlp <url>', 'send every exchange as a span to an OpenTelemetry collector')
    .action(async (names: string[], options: RunOptions) => (await import('./run.ts')).run(names, options))
}

function serverCommands(cli: Command): void {
  for (const [server, what] of Object.entries(single)) {
    cli
      .command(server)
      .description(`start ${what} alone; the environment says where the others are`)
      .option('--config <file>', 'settings file (YAML)')
      .option('--curity-config <file>', 'as for up')
      .option('--empty', 'start with nothing configured at Konnect')
      .addOption(new Option('--compat <mode>', 'as for up').choices(['strict', 'docs']))
      .option('--switch <server.switch=value>', 'as for up', several)
      .option('--store <where>', 'where it keeps what it knows: memory (default), sqlite:FILE or postgres://…')
      .action(async (options) => {
        const { serveOne, serves } = await import('./serve-one.ts')
        const serve = serves[server]
        if (serve) await serveOne(server, serve, options)
      })
  }
  cli
    .command('addresses')
    .description(
      'print where the servers are by the environment, and the demo credentials, as `run --against` reads them',
    )
    .action(async () => (await import('./addresses.ts')).printAddresses())
  cli
    .command('licences')
    .description("check the licences of the vendors' images before they start (KONG_LICENSE_DATA, CURITY_LICENSE_KEY)")
    .action(async () => (await import('./licences.ts')).checkLicences())
  cli
    .command('health')
    .description('ask the servers on this machine whether they serve; exit code 1 when one does not')
    .argument('[servers...]', 'curity, konnect, gateway or echo (default: all but echo)')
    .action(async (names) => (await import('./health.ts')).health(names))
}

/** Servers that can be started alone. */
const single = {
  curity: 'mock-curity',
  konnect: 'mock-konnect',
  gateway: 'gateway-sim',
  echo: 'the echo API',
}

function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  return isUsersMistake(error) ? 2 : 1
}

const isUsersMistake = (error: unknown): error is Error =>
  error instanceof Complaints || error instanceof CannotListen || error instanceof StoreUnusable

/** What the user did wrong needs no stack; what we did wrong does. */
function messageOf(error: unknown): string {
  if (isUsersMistake(error)) return `dcr-harness: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
