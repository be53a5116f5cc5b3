#!/bin/sh
# Any CI system with Docker: the world by compose, scenarios from inside, everything gone at the end. Run it where docker-compose.yml is.
set -eu
trap 'docker compose down --volumes' EXIT
docker compose up --detach --wait
docker compose exec -T gateway sh -c '
  dcr-harness addresses > /tmp/addresses.yaml &&
  dcr-harness run --against /tmp/addresses.yaml walkthrough-v3 walkthrough-v2'
