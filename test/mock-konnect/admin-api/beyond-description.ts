/**
 * Answers that no published description has, each a decision that mock-konnect/README.md tells. Anything else that is
 * not described fails the test that met it.
 */
export const beyondDescription: readonly RegExp[] = [
  // A provider that strategies name stays (konnect.md 2.2).
  /^DELETE \/v2\/dcr-providers\/{dcrProviderId} 409$/,
  // A replacement of what does not exist is no create (konnect.md 3).
  /^PUT \/v2\/application-auth-strategies\/{authStrategyId} 404$/,
  // A strategy keeps its provider while applications have clients there (konnect.md 3.3).
  /^PATCH \/v2\/application-auth-strategies\/{authStrategyId} 409$/,
  // A portal that publishes APIs goes with force only (konnect.md 4.2).
  /^DELETE \/v3\/portals\/{portalId} 409$/,
  // What the identity provider will not let go of stays (konnect.md 10).
  /^DELETE \/v[23]\/portals\/{portalId}(\/(applications|developers)\/{\w+})? 400$/,
  // Two control planes may not have one name, after an update either (konnect.md 8).
  /^PATCH \/v2\/control-planes\/{controlPlaneId} 409$/,
  // Core entities describe success and 401 alone.
  /^[A-Z]+ \/v2\/control-planes\/{controlPlaneId}\/(core-entities\/(services|routes|plugins|consumers|acls|consumer_groups|upstreams)|expected-config-hash).* (400|404|409)$/,
  // The older tab's API is not published (konnect.md 14).
  /^[A-Z]+ \/konnect-api\/api\/portals\//,
  // An application stays while its client cannot be deleted, and so does its developer (konnect.md 10).
  /^DELETE \/v[23]\/portals\/{portalId}\/(applications\/{applicationId}|developers\/{developerId}) 400$/,
]
