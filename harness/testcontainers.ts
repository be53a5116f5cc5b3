import {
  AbstractStartedContainer,
  GenericContainer,
  getContainerRuntimeClient,
  type StartedTestContainer,
  Wait,
} from 'testcontainers'
import { freePorts } from '../kit/free-port.ts'
import { randomIds } from '../kit/ids.ts'
import type { Addresses } from './addresses.ts'
import { demo } from './demo/names.ts'
import type { Given } from './given.ts'
import { curityAddresses } from './start/curity.ts'
import { connectWorld, type World } from './world.ts'

const settingsFile = '/tmp/dcr-harness.json'

/**
 * The whole world in one container, in the manner of the testcontainers library:
 * `await using harness = await new DcrHarnessContainer(image).withSettings({ … }).start()`.
 *
 * The issuer must be the same inside the container and outside, so each port is published under its own number, one that was free on this
 * machine a moment ago.
 */
export class DcrHarnessContainer extends GenericContainer {
  #given: Given = {}
  #options: string[] = []

  /** How the world differs from the demo world: what a settings file says. Checked when the container starts. */
  withSettings(given: Given): this {
    this.#given = given
    return this
  }

  /** Starts with nothing configured at Konnect. */
  withEmptyKonnect(): this {
    this.#options.push('--empty')
    return this
  }

  /** Takes the forms that the vendor's how-tos print. */
  withCompat(mode: 'strict' | 'docs'): this {
    this.#options.push('--compat', mode)
    return this
  }

  /** The API behind the gateway, as the container reaches it; default: a built-in echo API. */
  withUpstream(url: string): this {
    this.#options.push('--upstream', url)
    return this
  }

  /** @throws Error with what the container printed, when the settings are wrong or it does not get ready */
  override async start(): Promise<StartedDcrHarnessContainer> {
    const host = await hostOfContainers()
    const ports = await freePorts(['curity', 'admin', 'konnect', 'gateway', 'gatewayAdmin', 'echo'])
    const { curity, admin, konnect, gateway, gatewayAdmin, echo } = ports
    const addresses = addressesAt(host, ports)
    const controlToken = randomIds.hex('control-token', 16)
    const published = [curity, admin, konnect, gateway, gatewayAdmin]
    this.withExposedPorts(...published.map((port) => ({ container: port, host: port })))
    this.withEnvironment({
      HOST: '0.0.0.0',
      CURITY_PORT: String(curity),
      CURITY_ADMIN_PORT: String(admin),
      KONNECT_PORT: String(konnect),
      GATEWAY_PORT: String(gateway),
      GATEWAY_ADMIN_PORT: String(gatewayAdmin),
      ECHO_PORT: String(echo),
      CURITY_BASE_URL: addresses.curity.url,
      KONNECT_BASE_URL: addresses.konnect.url,
      MOCK_CONTROL_TOKEN: controlToken,
    })
    // Elsewhere than on this machine, the name of the host leads the container back to itself.
    if (host !== '127.0.0.1') this.withExtraHosts([{ host, ipAddress: '127.0.0.1' }])
    this.withCopyContentToContainer([{ content: JSON.stringify(this.#given), target: settingsFile }])
    this.withCommand(['up', '--config', settingsFile, ...this.#options])
    this.withWaitStrategy(Wait.forHealthCheck())
    const started = await super.start()
    return new StartedDcrHarnessContainer(started, await connectWorld({ ...addresses, controlToken }))
  }
}

/** A world that runs in a container. Stopping it ends the drivers' connections too. */
export class StartedDcrHarnessContainer extends AbstractStartedContainer {
  /** Drivers and levers, and the addresses with the credentials to use there. */
  readonly world: World

  constructor(started: StartedTestContainer, world: World) {
    super(started)
    this.world = world
  }

  /** Where the servers are, and the credentials to use there: what `run --against` reads. */
  get addresses(): Addresses {
    return this.world.addresses
  }

  protected override async containerStopping(): Promise<void> {
    await this.world.close()
  }
}

/** How this process reaches published ports. `localhost` may be ::1, where nothing is published. */
async function hostOfContainers(): Promise<string> {
  const { info } = await getContainerRuntimeClient()
  const { host } = info.containerRuntime
  return host === 'localhost' ? '127.0.0.1' : host
}

type PortNumbers = Record<'curity' | 'admin' | 'konnect' | 'gateway' | 'gatewayAdmin' | 'echo', number>

function addressesAt(host: string, ports: PortNumbers): Addresses {
  const at = (port: number) => `http://${host}:${port}`
  return {
    curity: curityAddresses(at(ports.curity), at(ports.admin)),
    konnect: { url: at(ports.konnect), token: demo.token, developer: { ...demo.developer } },
    gateway: { url: at(ports.gateway), admin: at(ports.gatewayAdmin) },
    // Reached by the gateway, inside.
    upstream: `http://127.0.0.1:${ports.echo}`,
  }
}
