const shortWords: Readonly<Record<string, string>> = {
	nomor: 'no',
	number: 'no',
	tgl: 'tanggal',
	jml: 'jumlah',
	jlh: 'jumlah',
	kec: 'kecamatan',
	puskesmas: 'pkm'
};

/** A heading or a name as its words alone, each in one spelling: `No. Kunjungan` and `Nomor kunjungan` are one. */
export function squeeze(text: string): string {
	return text
		.normalize('NFD')
		.toLowerCase()
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^a-z0-9<>]+/g, ' ')
		.trim()
		.split(' ')
		.map((word) => shortWords[word] ?? word)
		.join(' ');
}
