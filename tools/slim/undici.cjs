// What the product uses of undici, put together as its index does it. The index also loads fetch, mocks, caches and web sockets:
// a tenth of a start. Only the bundle takes this; the package test runs the bundle, so that a new version that moves a file shows.
const api = require('undici/lib/api')
const Agent = require('undici/lib/dispatcher/agent')
const Dispatcher = require('undici/lib/dispatcher/dispatcher')
const Pool = require('undici/lib/dispatcher/pool')

Object.assign(Dispatcher.prototype, api)

module.exports = { Agent, Pool }
