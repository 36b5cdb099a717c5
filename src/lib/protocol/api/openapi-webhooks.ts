/** The document's part on what is sent by us: alerts to the addresses that were added with `npm run webhook`. */
import { deliveryHeader, signatureHeader } from '../alerts.ts';
import { refTo } from './openapi-schemas.ts';
import { said } from './said.ts';

const header = (name: string, en: string, id: string) => ({
	name,
	in: 'header',
	required: true,
	...said(en, id),
	schema: { type: 'string' }
});

const signed = [
	header(
		deliveryHeader,
		'Id of the message, the same at each attempt.',
		'Id pesan, sama pada tiap percobaan.'
	),
	header(
		signatureHeader,
		't=<unix seconds>,v1=<hex>: HMAC-SHA-256, with the secret that «add» printed, over «<unix seconds>.<body>». Compute the same over the bytes as they came, compare in constant time, and refuse what is older than five minutes.',
		't=<detik unix>,v1=<hex>: HMAC-SHA-256, dengan rahasia yang dicetak «add», atas «<detik unix>.<isi>». Hitung hal yang sama atas byte apa adanya, bandingkan dalam waktu tetap, dan tolak yang lebih tua dari lima menit.'
	)
];

export function webhooks(): Record<string, Record<string, object>> {
	return {
		alert: {
			post: {
				operationId: 'alertRaisedOrCleared',
				tags: ['webhook'],
				summary: 'Alert',
				...said(
					'Sent to every address added with npm run webhook -- add --url https://…: a disease over its SKDR rule, a signal that a disease rises in a kecamatan, or a source that fell silent, and again when that is over. Any 2xx answer within ten seconds means received; anything else is tried again for two days with growing pauses. A message may come twice: tell it by Denyut-Delivery. No redirect is followed.',
					'Dikirim ke setiap alamat yang ditambahkan dengan npm run webhook -- add --url https://…: penyakit melewati aturan SKDR, sinyal bahwa penyakit menanjak di suatu kecamatan, atau sumber yang diam, dan sekali lagi saat berakhir. Jawaban 2xx dalam sepuluh detik berarti diterima; selain itu dicoba lagi selama dua hari dengan jeda makin panjang. Satu pesan dapat datang dua kali: kenali dari Denyut-Delivery. Pengalihan tidak diikuti.'
				),
				security: [],
				parameters: signed,
				requestBody: {
					required: true,
					content: { 'application/cloudevents+json': { schema: refTo('AlertMessage') } }
				},
				responses: {
					'2XX': { ...said('Received.', 'Diterima.') },
					'410': { ...said('Do not send this message again.', 'Jangan kirim pesan ini lagi.') }
				}
			}
		},
		reminder: {
			post: {
				operationId: 'reminded',
				tags: ['webhook'],
				summary: 'Reminder',
				...said(
					'Sent to the addresses of a hospital (npm run webhook -- add --facility CODE --url https://…) when the health office asks it to report its beds. Signed, answered and retried like an alert.',
					'Dikirim ke alamat milik rumah sakit (npm run webhook -- add --facility KODE --url https://…) saat Dinkes memintanya melaporkan tempat tidur. Ditandatangani, dijawab dan diulang seperti peringatan.'
				),
				security: [],
				parameters: signed,
				requestBody: {
					required: true,
					content: { 'application/cloudevents+json': { schema: refTo('ReminderMessage') } }
				},
				responses: { '2XX': { ...said('Received.', 'Diterima.') } }
			}
		}
	};
}
