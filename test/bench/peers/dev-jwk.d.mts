export declare const devJwk: { kty: string; n: string; e: string; d: string; kid: string }
