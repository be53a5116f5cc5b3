# One image for every server: `docker run dcr-harness curity`, `konnect`, `gateway`, `echo`, or `up` for all of them.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
COPY tools/node tools/node
# Nothing needs an install script here, and the sources that `prepare` builds come with the next step.
RUN npm ci --ignore-scripts --loglevel=error
COPY . .
RUN node tools/build.ts

# What runs is Node.js and the bundle: no package manager, no compiler, no development dependencies.
FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="dcr-harness" \
      org.opencontainers.image.description="Stands in for Curity Identity Server, Kong Konnect and a Kong data plane, for tests" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /src/package.json /src/LICENSE /src/CHANGELOG.md /app/
COPY --from=build /src/bin /app/bin
COPY --from=build /src/dist /app/dist
RUN ln -s /app/bin/dcr-harness.js /usr/local/bin/dcr-harness \
 && useradd --uid 1000 --create-home --home-dir /data dcr
# A container is reached over its network, not over its loopback; and the echo API stands where `dcr-harness addresses` says.
ENV HOST=0.0.0.0 ECHO_PORT=8002
USER 1000
WORKDIR /data
EXPOSE 8443 6749 8080 8000 8001
HEALTHCHECK --interval=2s --timeout=5s --start-period=10s --retries=15 CMD ["dcr-harness", "health"]
ENTRYPOINT ["dcr-harness"]
CMD ["up"]
