/**
 * What is known of the API for dynamic clients (`curity.md` 2.5, 2.6, 7.4): the type, its name, most of its members and which of them are
 * always there, and the three states. The names of the query and mutation fields, and how lists are cut, are ours; the README has
 * a table of all names and where each comes from.
 */
export const clientSchema = /* GraphQL */ `
  enum ClientStatus { active inactive revoked }

  type DynamicallyRegisteredClient {
    client_id: ID!
    instance_of_client: ID
    "Epoch seconds."
    created: Int!
    updated: Int!
    initial_client: ID
    authenticated_user: String
    status: ClientStatus!
    scope: String!
    redirect_uris: [String!]!
    grant_types: [String!]!
    response_types: [String!]!
    subject_type: String!

    access_token_ttl: Int
    allow_per_request_redirect_uris: Boolean
    allowed_origins: [String!]
    application_type: String
    application_url: String
    authenticator_filters: [String!]
    authorization_signed_response_alg: String
    backchannel_authentication_request_signing_alg: String
    backchannel_client_notification_endpoint: String
    backchannel_logout_session_required: Boolean
    backchannel_logout_uri: String
    backchannel_token_delivery_mode: String
    backchannel_user_code_parameter: Boolean
    client_name: String
    client_uri: String
    default_acr_values: [String!]
    default_max_age: Int
    disallowed_proof_key_challenge_methods: [String!]
    frontchannel_logout_session_required: Boolean
    frontchannel_logout_uri: String
    id_token_encrypted_response_alg: String
    id_token_encrypted_response_enc: String
    id_token_signed_response_alg: String
    id_token_ttl: Int
    initiate_login_uri: String
    jwks_uri: String
    logo_uri: String
    policy_uri: String
    post_logout_redirect_uris: [String!]
    refresh_token_max_rolling_lifetime: Int
    refresh_token_ttl: Int
    request_object_signing_alg: String
    request_uris: [String!]
    require_proof_key: Boolean
    require_pushed_authorization_requests: Boolean
    requires_consent: Boolean
    reuse_refresh_tokens: Boolean
    sector_identifier_uri: String
    tls_client_auth_subject_dn: String
    token_endpoint_auth_method: String
    token_endpoint_auth_signing_alg: String
    tos_uri: String
    userinfo_signed_response_alg: String
  }

  type Query {
    dynamicallyRegisteredClient(client_id: ID!): DynamicallyRegisteredClient
    "Oldest first."
    dynamicallyRegisteredClients(first: Int = 50, from: Int = 0): [DynamicallyRegisteredClient!]!
  }

  type Mutation {
    "Null: there is no such client."
    setDynamicallyRegisteredClientStatus(client_id: ID!, status: ClientStatus!): DynamicallyRegisteredClient
  }
`
