import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type IdGenerator,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import type { Exchange } from '../../kit/exchanges.ts'
import type { Trace } from '../../kit/trace-context.ts'

/** Sends exchanges as spans to an OpenTelemetry collector. */
export interface SpanExport {
  add(exchange: Exchange): void
  /** Sends what waits. */
  close(): Promise<void>
}

/**
 * @param url where the collector takes traces by OTLP over HTTP: `http://127.0.0.1:4318/v1/traces`, or its address alone
 * Each server is a service of its own; spans have the ids that went over the wire as `traceparent`.
 * @param failed told why, whenever the collector does not take spans; these are lost
 */
export function spanExport(url: string, failed: (why: string) => void): SpanExport {
  const exporter = tellingExporter(url, failed)
  const tracers = new Map<string, ServiceTracer>()
  const tracerOf = (service: string) => {
    const known = tracers.get(service) ?? new ServiceTracer(service, exporter)
    tracers.set(service, known)
    return known
  }
  return {
    add: (exchange) => tracerOf(exchange.server).add(exchange),
    async close() {
      // A flush fails when spans do, which was told by then.
      await Promise.allSettled(Array.from(tracers.values(), (tracer) => tracer.flush()))
      await exporter.shutdown()
    },
  }
}

/** An exporter that says so when spans are lost. */
function tellingExporter(url: string, failed: (why: string) => void): SpanExporter {
  const place = new URL(url).pathname === '/' ? new URL('/v1/traces', url).href : url
  // It tries again until then, and whoever ends a program waits for it.
  const exporter = new OTLPTraceExporter({ url: place, timeoutMillis: 3000 })
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error) failed(result.error.message)
        done(result)
      }),
    shutdown: () => exporter.shutdown(),
  }
}

class ServiceTracer {
  readonly #ids = new GivenIds()
  readonly #provider: BasicTracerProvider

  constructor(service: string, exporter: SpanExporter) {
    this.#provider = new BasicTracerProvider({
      idGenerator: this.#ids,
      resource: resourceFromAttributes({ 'service.name': service }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    })
  }

  /** Names and attributes after OpenTelemetry's semantic conventions for HTTP servers. */
  add({ route, arrived, ms, request, response, outcome, reason, trace: own }: Exchange): void {
    this.#ids.next = own
    const attributes = {
      'http.request.method': request.method,
      'http.route': route.slice(route.indexOf(' ') + 1),
      'url.path': request.url.split('?', 1)[0] ?? '',
      'http.response.status_code': response.status,
      ...(reason && { 'dcr_harness.reason': reason.code, 'dcr_harness.advice': reason.advice }),
    }
    const options = { kind: SpanKind.SERVER, startTime: arrived, attributes }
    const span = this.#provider.getTracer('dcr-harness').startSpan(route, options, contextOf(own))
    if (outcome === 'aborted' || response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end(arrived + ms)
  }

  async flush(): Promise<void> {
    await this.#provider.forceFlush()
  }
}

/** Under the caller's span, if there is one; else at the root. */
const contextOf = ({ id, parent }: Trace) =>
  parent === undefined
    ? ROOT_CONTEXT
    : trace.setSpanContext(ROOT_CONTEXT, {
        traceId: id,
        spanId: parent,
        traceFlags: TraceFlags.SAMPLED,
        isRemote: true,
      })

/** Gives a span the ids that it already has. */
class GivenIds implements IdGenerator {
  next: Trace = { id: '', span: '' }
  generateTraceId = () => this.next.id
  generateSpanId = () => this.next.span
}
