/** A webhook's secret is derived from its id, as a key's is: the database holds none. */
import { createHmac } from 'node:crypto';

export function webhookSecret(serverKey: Buffer, id: string): string {
	return `whsec_${createHmac('sha256', serverKey).update(`webhook ${id}`).digest('base64url')}`;
}

/**
 * `t=<unix seconds>,v1=<hex>`: HMAC-SHA-256 over `<unix seconds>.<body>` with the secret, so that neither the body nor its
 * age can be changed on the way. The receiver computes the same and refuses what is older than five minutes.
 */
export function signWebhook(secret: string, body: string, unixSeconds: number): string {
	const digest = createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex');
	return `t=${unixSeconds},v1=${digest}`;
}
