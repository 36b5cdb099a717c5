/** All that a paper writes until it is ended, as one file. */
export function gatherBytes(paper: PDFKit.PDFDocument): Promise<Uint8Array> {
	const parts: Buffer[] = [];
	return new Promise((resolve, reject) => {
		paper.on('data', (part: Buffer) => void parts.push(part));
		paper.on('end', () => resolve(Buffer.concat(parts)));
		paper.on('error', reject);
	});
}
