export declare const options: { clients: { client_id: string; client_secret: string }[] }
