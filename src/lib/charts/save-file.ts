/** `DBD naik di Rawalumbu` → `dbd-naik-di-rawalumbu.csv` */
export function fileName(title: string, extension: string): string {
	const plain = title
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 80);
	return `${plain || 'denyut'}.${extension}`;
}

export function saveFile(url: string, name: string): void {
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
}
