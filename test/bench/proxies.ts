import { fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A proxy in a process of its own. */
export interface ProxyProcess {
  url: string
  /** CPU time that its process has used, in µs. */
  cpu(): Promise<number>
  end(): void
}

/** One that is a module of this folder, and can say what its heap holds after a collection. */
export interface ForkedProcess extends ProxyProcess {
  /** Bytes. */
  heap(): Promise<number>
  /** Where the same process serves without recording, if it does. */
  silentUrl?: string
}

/** Starts `file`, which says where it listens. */
export async function forked(file: string, settings: Record<string, string | number>): Promise<ForkedProcess> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(settings)], {
    execArgv: ['--expose-gc'],
  })
  const told = async <T>() => (await once(child, 'message'))[0] as T // the peers say what they are asked for
  const asked = (what: 'cpu' | 'heap') => {
    const answer = told<number>()
    child.send(what)
    return answer
  }
  const addresses = await told<{ url: string; silentUrl?: string }>()
  return { ...addresses, cpu: () => asked('cpu'), heap: () => asked('heap'), end: () => child.kill() }
}

/** nginx before the same upstream, one worker; undefined where it is not installed. */
export async function nginx(upstream: string): Promise<ProxyProcess | undefined> {
  if (spawnSync('nginx', ['-v']).error) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-nginx-'))
  const { port, server } = await listening(createServer())
  server.close()
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder, port, new URL(upstream).host))
  const child = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(`${url}/orders`).catch(() => undefined))?.ok)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return {
    url,
    // Nanoseconds on the CPU, the first number.
    cpu: async () => Number(readFileSync(`/proc/${child.pid}/schedstat`, 'utf8').split(' ')[0]) / 1000,
    end() {
      child.once('exit', () => rmSync(folder, { recursive: true }))
      child.kill()
    },
  }
}

/** @param upstream host and port */
function configuration(folder: string, port: number, upstream: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`)
  return `
    daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {}
    http {
      access_log off; ${temporary.join(' ')} keepalive_requests 1000000;
      upstream orders { server ${upstream}; keepalive 16; keepalive_requests 1000000; }
      server {
        listen 127.0.0.1:${port};
        location /orders { proxy_pass http://orders; proxy_http_version 1.1; proxy_set_header Connection ""; }
      }
    }`
}

/** Lets a server listen on a free port. */
export async function listening(server: Server): Promise<{ server: Server; port: number; url: string }> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo // what listens on a port has one
  return { server, port, url: `http://127.0.0.1:${port}` }
}
